/**
 * How a part of the platform is told, whoever installed it: as a release or by an installer by the name of its chart, as
 * plain objects by the image of its main container, as an EKS add-on by the add-on's name. That it is in the cluster,
 * though what installs it is not among what is looked at, is told by objects that nobody else serves.
 */
export interface System {
    /** Names of its charts. */
    readonly charts: readonly string[];
    /** Images of its main containers: the end of the repository, without tag. */
    readonly images?: readonly string[];
    /** API groups, or kinds of one (`group/Kind`), that no other system serves. */
    readonly apis?: readonly string[];
    /** EKS add-ons that bring it. */
    readonly addons?: readonly string[];
    /** The stack of the cluster brings it, as an EKS add-on. Default: any stack may. */
    readonly comesWithCluster?: true;
    /** In the name or the arguments of workloads of the same image that do something else. */
    readonly beside?: RegExp;
}

const secrets = {
    "external-secrets": {
        charts: ["external-secrets"],
        images: ["external-secrets/external-secrets"],
        beside: /\b(certcontroller|webhook)\b/,
        apis: ["external-secrets.io"],
    },
    vault: { charts: ["vault"], images: ["vault"] },
} satisfies Record<string, System>;

const security = {
    kyverno: {
        charts: ["kyverno"],
        images: ["kyverno/kyverno"],
        apis: ["kyverno.io", "policies.kyverno.io"],
    },
    gatekeeper: {
        charts: ["gatekeeper"],
        images: ["openpolicyagent/gatekeeper"],
        beside: /gatekeeper-audit/,
        apis: ["templates.gatekeeper.sh", "constraints.gatekeeper.sh", "config.gatekeeper.sh"],
    },
    falco: { charts: ["falco"], images: ["falcosecurity/falco", "falcosecurity/falco-no-driver"] },
    tetragon: { charts: ["tetragon"], images: ["cilium/tetragon"], apis: ["cilium.io/TracingPolicy"] },
    "trivy-operator": {
        charts: ["trivy-operator"],
        images: ["aquasec/trivy-operator", "aquasecurity/trivy-operator"],
        apis: ["aquasecurity.github.io/VulnerabilityReport"],
    },
} satisfies Record<string, System>;

const metrics = {
    prometheus: {
        charts: ["kube-prometheus-stack"],
        images: ["prometheus/prometheus", "prom/prometheus"],
    },
    alertmanager: {
        charts: ["kube-prometheus-stack", "alertmanager"],
        images: ["prometheus/alertmanager", "prom/alertmanager"],
    },
    grafana: {
        charts: ["kube-prometheus-stack", "grafana"],
        images: ["grafana/grafana", "grafana/grafana-enterprise"],
        apis: ["grafana.integreatly.org"],
    },
    "metrics-server": { charts: ["metrics-server"], images: ["metrics-server"], addons: ["metrics-server"] },
    "vertical-pod-autoscaler": {
        charts: ["vertical-pod-autoscaler", "vpa", "goldilocks"],
        images: ["vpa-recommender", "fairwinds-ops/goldilocks"],
    },
    cloudwatch: {
        charts: ["aws-cloudwatch-metrics", "amazon-cloudwatch-observability", "aws-for-fluent-bit"],
        images: ["cloudwatch-agent", "aws-for-fluent-bit"],
        addons: ["amazon-cloudwatch-observability"],
        apis: ["cloudwatch.aws.amazon.com"],
    },
    /** Systems that take metrics, logs and traces to a service, or keep them in a way that is not read here. */
    suites: {
        charts: [
            ...[
                "coralogix-operator",
                "datadog",
                "datadog-operator",
                "dynatrace-operator",
                "k8s-monitoring",
                "nri-bundle",
            ],
            ...["prometheus", "signoz", "splunk-otel-collector", "victoria-metrics-cluster"],
            ...["victoria-metrics-k8s-stack", "victoria-metrics-operator", "victoria-metrics-single"],
        ],
        images: [
            ...[
                "datadog/agent",
                "dynatrace/dynatrace-operator",
                "newrelic/infrastructure-bundle",
                "signalfx/splunk-otel-collector",
            ],
            ...["victoriametrics/victoria-metrics", "victoriametrics/vmsingle", "victoriametrics/vmstorage"],
        ],
        apis: ["datadoghq.com", "dynatrace.com", "operator.victoriametrics.com"],
        addons: ["datadog_operator", "dynatrace_dynatrace-operator", "new-relic_kubernetes-operator"],
    },
} satisfies Record<string, System>;

const logsAndTraces = {
    loki: { charts: ["loki"], images: ["grafana/loki"], apis: ["loki.grafana.com"] },
    "fluent-bit": { charts: ["fluent-bit"], images: ["fluent/fluent-bit"], addons: ["fluent-bit"] },
    "aws-for-fluent-bit": { charts: ["aws-for-fluent-bit"], images: ["aws-for-fluent-bit"] },
    fluentd: {
        charts: ["fluentd"],
        images: ["fluent/fluentd", "fluent/fluentd-kubernetes-daemonset", "bitnami/fluentd"],
    },
    promtail: { charts: ["promtail"], images: ["grafana/promtail"] },
    vector: { charts: ["vector"], images: ["timberio/vector"] },
    alloy: { charts: ["alloy"], images: ["grafana/alloy"] },
    "event-exporter": {
        charts: ["kubernetes-event-exporter", "eventrouter"],
        images: ["kubernetes-event-exporter", "heptio-images/eventrouter"],
    },
    tracing: {
        charts: [
            "opentelemetry-collector",
            "opentelemetry-operator",
            "tempo",
            "tempo-distributed",
            "jaeger",
            "k8s-monitoring",
        ],
        images: [
            ...[
                "otel/opentelemetry-collector",
                "otel/opentelemetry-collector-k8s",
                "otel/opentelemetry-collector-contrib",
            ],
            ...[
                "opentelemetry-collector-releases/opentelemetry-collector-k8s",
                "opentelemetry-operator/opentelemetry-operator",
            ],
            ...[
                "grafana/tempo",
                "jaegertracing/all-in-one",
                "jaegertracing/jaeger",
                "aws-observability/aws-otel-collector",
            ],
        ],
        addons: ["adot"],
        apis: ["opentelemetry.io", "tempo.grafana.com", "jaegertracing.io"],
    },
} satisfies Record<string, System>;

const delivery = {
    "argo-cd": {
        charts: ["argo-cd"],
        images: ["argoproj/argocd"],
        apis: ["argoproj.io/Application", "argoproj.io/ApplicationSet", "argoproj.io/AppProject", "argoproj.io/ArgoCD"],
    },
    flux: {
        charts: ["flux2", "flux-operator", "flux-instance"],
        images: ["fluxcd/kustomize-controller", "controlplane/flux-operator", "controlplaneio-fluxcd/flux-operator"],
        apis: [
            "kustomize.toolkit.fluxcd.io",
            "helm.toolkit.fluxcd.io",
            "source.toolkit.fluxcd.io",
            "fluxcd.controlplane.io",
        ],
    },
    "service-catalog": { charts: ["catalog"], images: ["service-catalog"] },
    catalogues: {
        charts: ["crossplane", "kro", "backstage"],
        images: ["crossplane/crossplane", "kro-run/kro/controller", "kro/controller", "backstage/backstage"],
        apis: ["apiextensions.crossplane.io", "pkg.crossplane.io", "kro.run"],
        addons: ["upbound_universal-crossplane"],
    },
} satisfies Record<string, System>;

const traffic = {
    "aws-load-balancer-controller": {
        charts: ["aws-load-balancer-controller"],
        images: ["aws-load-balancer-controller", "aws-alb-ingress-controller"],
        apis: ["elbv2.k8s.aws"],
    },
    "envoy-gateway": {
        charts: ["gateway-helm"],
        images: ["envoyproxy/gateway"],
        apis: ["gateway.envoyproxy.io"],
    },
    "nginx-gateway-fabric": {
        charts: ["nginx-gateway-fabric"],
        images: ["nginx/nginx-gateway-fabric"],
        apis: ["gateway.nginx.org"],
    },
    traefik: { charts: ["traefik"], images: ["traefik"], apis: ["traefik.io", "traefik.containo.us"] },
    "nginx-ingress": { charts: ["nginx-ingress"], images: ["nginx/nginx-ingress"], apis: ["k8s.nginx.org"] },
    kong: {
        charts: ["kong"],
        images: ["kong", "kong/kong-gateway"],
        apis: ["configuration.konghq.com"],
        addons: ["kong_konnect-ri"],
    },
    "haproxy-ingress": {
        charts: ["kubernetes-ingress"],
        images: ["haproxytech/kubernetes-ingress"],
        apis: ["ingress.v1.haproxy.org", "ingress.v3.haproxy.org"],
        addons: ["haproxy-technologies_kubernetes-ingress-ee"],
    },
    "ingress-nginx": { charts: ["ingress-nginx"], images: ["ingress-nginx/controller"] },
    "cert-manager": {
        charts: ["cert-manager"],
        images: ["cert-manager-controller"],
        apis: ["cert-manager.io"],
        addons: ["cert-manager"],
    },
    istio: {
        charts: ["istiod"],
        images: ["istio/pilot", "release/pilot"],
        apis: ["security.istio.io", "networking.istio.io"],
        addons: ["tetrate-io_istio-distro", "solo-io_istio-distro"],
    },
    linkerd: { charts: ["linkerd-control-plane"], images: ["linkerd/controller"], apis: ["policy.linkerd.io"] },
} satisfies Record<string, System>;

const nodes = {
    karpenter: {
        charts: ["karpenter"],
        images: ["karpenter/controller"],
        apis: ["karpenter.sh", "karpenter.k8s.aws"],
    },
    "cluster-autoscaler": { charts: ["cluster-autoscaler"], images: ["cluster-autoscaler"] },
    overprovisioner: { charts: ["cluster-overprovisioner"] },
    downscaler: {
        charts: ["go-kube-downscaler", "kube-downscaler"],
        images: ["caas-team/go-kube-downscaler", "hjacobs/kube-downscaler", "py-kube-downscaler"],
    },
    "vpc-cni": {
        charts: ["aws-vpc-cni"],
        images: ["amazon-k8s-cni"],
        addons: ["vpc-cni"],
        comesWithCluster: true,
    },
    calico: {
        charts: ["tigera-operator"],
        images: ["tigera/operator", "calico/node"],
        apis: ["operator.tigera.io", "crd.projectcalico.org", "projectcalico.org"],
    },
    cilium: {
        charts: ["cilium"],
        images: ["cilium/cilium"],
        apis: ["cilium.io/CiliumNode", "cilium.io/CiliumEndpoint"],
    },
} satisfies Record<string, System>;

const storage = {
    "aws-ebs-csi-driver": {
        charts: ["aws-ebs-csi-driver"],
        images: ["aws-ebs-csi-driver"],
        addons: ["aws-ebs-csi-driver"],
        comesWithCluster: true,
    },
    "snapshot-controller": {
        charts: ["snapshot-controller"],
        images: ["snapshot-controller"],
        addons: ["snapshot-controller"],
        comesWithCluster: true,
    },
    velero: { charts: ["velero"], images: ["velero/velero"], apis: ["velero.io"] },
} satisfies Record<string, System>;

/** The systems that checks ask for. */
export const systems = {
    ...secrets,
    ...security,
    ...metrics,
    ...logsAndTraces,
    ...delivery,
    ...traffic,
    ...nodes,
    ...storage,
} satisfies Record<string, System>;

export type SystemName = keyof typeof systems;

export const systemOf = (name: SystemName): System => systems[name];
