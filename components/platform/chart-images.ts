import type { Values } from "./addon.ts";
import { type Chart, charts } from "./charts.ts";
import { mergedValues } from "./merged-values.ts";

/**
 * The images that a chart names by itself: what stands in its values, by the path of the value. It is the whole name of
 * an image or the registry alone, as the chart has it; the version is the chart's. What the chart leaves out with the
 * values of its part is left out here, and an image that the part names in its values or objects stands there.
 */
export const chartImages: Record<keyof typeof charts, Readonly<Record<string, string>>> = {
    argoCd: {
        "global.image.repository": "quay.io/argoproj/argocd",
        "redis-ha.image.repository": "ecr-public.aws.com/docker/library/redis",
        "redis-ha.exporter.image": "ghcr.io/oliver006/redis_exporter",
        "redis-ha.haproxy.image.repository": "ecr-public.aws.com/docker/library/haproxy",
    },
    argoRollouts: { "controller.image.registry": "quay.io" },
    awsLoadBalancerController: { "image.repository": "public.ecr.aws/eks/aws-load-balancer-controller" },
    awsPrivateCaIssuer: { "image.repository": "public.ecr.aws/k1n1h4h4/cert-manager-aws-privateca-issuer" },
    certManager: { imageRegistry: "quay.io" },
    cilium: {
        "image.repository": "quay.io/cilium/cilium",
        "operator.image.repository": "quay.io/cilium/operator",
    },
    // Its part says which of Datadog's registries.
    datadog: {},
    eckOperator: { "image.repository": "docker.elastic.co/eck/eck-operator" },
    externalDns: { "image.repository": "registry.k8s.io/external-dns/external-dns" },
    externalSecrets: {
        "image.repository": "ghcr.io/external-secrets/external-secrets",
        "webhook.image.repository": "ghcr.io/external-secrets/external-secrets",
        "certController.image.repository": "ghcr.io/external-secrets/external-secrets",
    },
    falco: { "image.registry": "docker.io" },
    fluentBit: { "image.repository": "cr.fluentbit.io/fluent/fluent-bit" },
    // Its part says which of the project's images.
    fluentd: {},
    gatekeeper: {
        "image.repository": "docker.io/openpolicyagent/gatekeeper",
        "image.crdRepository": "docker.io/openpolicyagent/gatekeeper-crds",
        "preUninstall.deleteWebhookConfigurations.image.repository": "docker.io/openpolicyagent/gatekeeper-crds",
    },
    gatewayApiCrds: {},
    gatewayHelm: { "global.imageRegistry": "docker.io" },
    // Its parts say which of the project's registries.
    istioBase: {},
    istioCni: {},
    istiod: {},
    karpenter: { "controller.image.repository": "public.ecr.aws/karpenter/controller" },
    karpenterCrd: {},
    kubePrometheusStack: {
        "alertmanager.alertmanagerSpec.image.registry": "quay.io",
        "grafana.image.registry": "docker.io",
        "grafana.sidecar.image.registry": "quay.io",
        "kube-state-metrics.image.registry": "registry.k8s.io",
        "prometheus.prometheusSpec.image.registry": "quay.io",
        "prometheusOperator.image.registry": "quay.io",
        "prometheusOperator.admissionWebhooks.patch.image.registry": "ghcr.io",
        "prometheusOperator.prometheusConfigReloader.image.registry": "quay.io",
        "prometheusOperator.thanosImage.registry": "quay.io",
    },
    kyverno: { "global.image.registry": "reg.kyverno.io", "webhooksCleanup.image.registry": "ghcr.io" },
    linkerdCni: { "image.name": "cr.l5d.io/linkerd/cni-plugin" },
    linkerdControlPlane: {
        controllerImage: "cr.l5d.io/linkerd/controller",
        "proxy.image.name": "cr.l5d.io/linkerd/proxy",
        "debugContainer.image.name": "cr.l5d.io/linkerd/debug",
    },
    linkerdCrds: {},
    loki: {
        "loki.image.registry": "docker.io",
        "gateway.image.registry": "docker.io",
        "gateway.metrics.image.registry": "ghcr.io",
    },
    newRelicInfrastructure: {
        "images.agent.registry": "docker.io",
        "images.integration.registry": "docker.io",
    },
    nginxGatewayFabric: {
        "nginxGateway.image.repository": "ghcr.io/nginx/nginx-gateway-fabric",
        "nginx.image.repository": "ghcr.io/nginx/nginx-gateway-fabric/nginx",
    },
    // Its part says which of the distributions.
    opentelemetryCollector: {},
    prometheusNodeExporter: { "image.registry": "quay.io" },
    prometheusOperatorCrds: {},
    reloader: { "image.repository": "ghcr.io/stakater/reloader" },
    sealedSecrets: { "image.registry": "docker.io" },
    tempo: { "tempo.registry": "docker.io" },
    thanos: { "global.image.registry": "quay.io" },
    tigeraOperator: { "tigeraOperator.registry": "quay.io" },
    traefik: { "image.registry": "docker.io" },
    // Its part says where there are those of mirror.gcr.io.
    trivyOperator: {},
    trustManager: { imageRegistry: "quay.io" },
    vault: { "server.image.repository": "docker.io/hashicorp/vault" },
    velero: { "image.repository": "docker.io/velero/velero" },
    // As istioCni.
    ztunnel: {},
};

const imagesOf = new Map<Chart, Readonly<Record<string, string>>>(
    Object.entries(charts).map(([key, chart]) => [chart, chartImages[key as keyof typeof charts]]),
);

/** Values by which a chart of the platform names its images as it would without; none for a chart of the user's own. */
export const imageValues = (chart: Chart): Values =>
    Object.entries(imagesOf.get(chart) ?? {})
        .map(([path, image]) => path.split(".").reduceRight<Values | string>((inner, key) => ({ [key]: inner }), image))
        .reduce<Values>((all, one) => mergedValues(all, one as Values), {});
