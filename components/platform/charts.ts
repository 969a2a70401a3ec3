/**
 * Every chart of the platform, its exact version and where it is published. A new version is a change of this file
 * only, but for Velero, whose plugin (velero-values.ts) belongs to one minor version of it.
 */
export interface Chart {
    name: string;
    version: string;
    /** Helm repository URL, or `oci://` prefix that the name is appended to. */
    repository: string;
}

export const charts = {
    argoCd: { name: "argo-cd", version: "10.1.1", repository: "https://argoproj.github.io/argo-helm" },
    argoRollouts: { name: "argo-rollouts", version: "2.41.0", repository: "https://argoproj.github.io/argo-helm" },
    awsLoadBalancerController: {
        name: "aws-load-balancer-controller",
        version: "3.5.0",
        repository: "https://aws.github.io/eks-charts",
    },
    awsPrivateCaIssuer: {
        name: "aws-privateca-issuer",
        version: "v1.9.0",
        repository: "https://cert-manager.github.io/aws-privateca-issuer",
    },
    certManager: { name: "cert-manager", version: "v1.21.1", repository: "oci://quay.io/jetstack/charts" },
    cilium: { name: "cilium", version: "1.20.0", repository: "https://helm.cilium.io" },
    datadog: { name: "datadog", version: "3.240.0", repository: "https://helm.datadoghq.com" },
    externalDns: {
        name: "external-dns",
        version: "1.21.1",
        repository: "https://kubernetes-sigs.github.io/external-dns/",
    },
    eckOperator: { name: "eck-operator", version: "3.5.0", repository: "https://helm.elastic.co" },
    externalSecrets: { name: "external-secrets", version: "2.9.0", repository: "https://charts.external-secrets.io" },
    falco: { name: "falco", version: "9.1.0", repository: "https://falcosecurity.github.io/charts" },
    fluentBit: { name: "fluent-bit", version: "0.58.1", repository: "oci://ghcr.io/fluent/helm-charts" },
    fluentd: { name: "fluentd", version: "0.6.0", repository: "oci://ghcr.io/fluent/helm-charts" },
    gatekeeper: {
        name: "gatekeeper",
        version: "3.23.0",
        repository: "https://open-policy-agent.github.io/gatekeeper/charts",
    },
    gatewayApiCrds: {
        name: "gateway-api-crds",
        version: "1.2.3",
        repository: "https://charts.christianhuth.de",
    },
    gatewayHelm: { name: "gateway-helm", version: "v1.9.0", repository: "oci://docker.io/envoyproxy" },
    istioBase: { name: "base", version: "1.30.3", repository: "https://istio-release.storage.googleapis.com/charts" },
    istioCni: { name: "cni", version: "1.30.3", repository: "https://istio-release.storage.googleapis.com/charts" },
    istiod: { name: "istiod", version: "1.30.3", repository: "https://istio-release.storage.googleapis.com/charts" },
    karpenter: { name: "karpenter", version: "1.14.1", repository: "oci://public.ecr.aws/karpenter" },
    karpenterCrd: { name: "karpenter-crd", version: "1.14.1", repository: "oci://public.ecr.aws/karpenter" },
    kubePrometheusStack: {
        name: "kube-prometheus-stack",
        version: "88.5.3",
        repository: "oci://ghcr.io/prometheus-community/charts",
    },
    kyverno: { name: "kyverno", version: "3.9.0", repository: "https://kyverno.github.io/kyverno" },
    linkerdCni: { name: "linkerd2-cni", version: "2026.8.3", repository: "https://helm.linkerd.io/edge" },
    linkerdControlPlane: {
        name: "linkerd-control-plane",
        version: "2026.8.3",
        repository: "https://helm.linkerd.io/edge",
    },
    linkerdCrds: { name: "linkerd-crds", version: "2026.8.3", repository: "https://helm.linkerd.io/edge" },
    loki: { name: "loki", version: "18.11.0", repository: "oci://ghcr.io/grafana-community/helm-charts" },
    newRelicInfrastructure: {
        name: "newrelic-infrastructure",
        version: "4.5.0",
        repository: "https://newrelic.github.io/nri-kubernetes",
    },
    nginxGatewayFabric: { name: "nginx-gateway-fabric", version: "2.6.7", repository: "oci://ghcr.io/nginx/charts" },
    opentelemetryCollector: {
        name: "opentelemetry-collector",
        version: "0.170.0",
        repository: "https://open-telemetry.github.io/opentelemetry-helm-charts",
    },
    prometheusNodeExporter: {
        name: "prometheus-node-exporter",
        version: "4.56.1",
        repository: "oci://ghcr.io/prometheus-community/charts",
    },
    prometheusOperatorCrds: {
        name: "prometheus-operator-crds",
        version: "31.0.1",
        repository: "oci://ghcr.io/prometheus-community/charts",
    },
    reloader: { name: "reloader", version: "2.2.16", repository: "https://stakater.github.io/stakater-charts" },
    sealedSecrets: {
        name: "sealed-secrets",
        version: "2.19.1",
        repository: "https://bitnami.github.io/sealed-secrets",
    },
    tempo: { name: "tempo", version: "2.2.4", repository: "oci://ghcr.io/grafana-community/helm-charts" },
    thanos: { name: "thanos", version: "0.38.0", repository: "oci://ghcr.io/thanos-community/helm-charts" },
    tigeraOperator: {
        name: "tigera-operator",
        version: "v3.32.1",
        repository: "https://docs.tigera.io/calico/charts",
    },
    traefik: { name: "traefik", version: "41.3.0", repository: "https://traefik.github.io/charts" },
    trivyOperator: {
        name: "trivy-operator",
        version: "0.34.0",
        repository: "oci://ghcr.io/aquasecurity/helm-charts",
    },
    trustManager: { name: "trust-manager", version: "v0.24.0", repository: "oci://quay.io/jetstack/charts" },
    vault: { name: "vault", version: "0.34.1", repository: "https://helm.releases.hashicorp.com" },
    velero: { name: "velero", version: "12.1.0", repository: "https://vmware-tanzu.github.io/helm-charts" },
    ztunnel: { name: "ztunnel", version: "1.30.3", repository: "https://istio-release.storage.googleapis.com/charts" },
} as const satisfies Record<string, Chart>;
