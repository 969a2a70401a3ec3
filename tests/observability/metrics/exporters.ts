/** A program whose metrics are read, and how its source says their names. */
export interface Exporter {
    name: string;
    /** Version whose source is read; of another one the names may differ. */
    version: string;
    repository: string;
    /**
     * Language of the source. `exposition`: text that the program served. `rules`: recorded queries of a chart.
     * `ruby`: Fluentd's plugin. `otel`: receivers of an OpenTelemetry collector, for Prometheus. Default `go`.
     */
    language?: "go" | "c" | "otel" | "ruby" | "exposition" | "rules";
    /** Folders or files of it that are read. Default: all. */
    paths?: string[];
    /** A file in which keys of a map are the ends of names, and what stands before them. Default: none. */
    keys?: { path: string; prefix: string };
    /** Another exporter, whose constants it uses. Default: none. */
    constantsOf?: string;
    /** Packages, by the end of their folder, whose metrics are registered with a prefix. Default: none. */
    prefixed?: { folder: string; prefix: string };
    /** Expressions that have their value when the program starts. Default: none. */
    atStart?: Readonly<Record<string, string>>;
}

/** Versions are those of the platform's charts, of the EKS add-ons, and of Kubernetes 1.35 beneath. */
export const exporters: Exporter[] = [
    { name: "alertmanager", version: "0.34.0", repository: "github.com/prometheus/alertmanager" },
    { name: "amazon-vpc-cni-k8s", version: "1.22.4", repository: "github.com/aws/amazon-vpc-cni-k8s" },
    { name: "argo-cd", version: "3.4.4", repository: "github.com/argoproj/argo-cd" },
    {
        name: "argo-rollouts",
        version: "1.9.0",
        repository: "github.com/argoproj/argo-rollouts",
        paths: ["controller/metrics"],
    },
    { name: "aws-ebs-csi-driver", version: "1.63.1", repository: "github.com/kubernetes-sigs/aws-ebs-csi-driver" },
    {
        name: "aws-load-balancer-controller",
        version: "3.5.0",
        repository: "github.com/kubernetes-sigs/aws-load-balancer-controller",
    },
    { name: "cadvisor", version: "0.53.0", repository: "github.com/google/cadvisor", paths: ["metrics"] },
    { name: "cert-manager", version: "1.21.1", repository: "github.com/cert-manager/cert-manager" },
    { name: "controller-runtime", version: "0.24.1", repository: "github.com/kubernetes-sigs/controller-runtime" },
    { name: "coredns", version: "1.13.2", repository: "github.com/coredns/coredns" },
    {
        // What it served in `make test-envoy`.
        name: "envoy",
        version: "1.39.0",
        repository: "github.com/envoyproxy/envoy",
        language: "exposition",
    },
    { name: "envoy-gateway", version: "1.9.0", repository: "github.com/envoyproxy/gateway", paths: ["internal"] },
    {
        name: "external-dns",
        version: "0.21.0",
        repository: "github.com/kubernetes-sigs/external-dns",
        // pkg/metrics/metrics.go
        prefixed: { folder: "", prefix: "external_dns_" },
    },
    { name: "external-secrets", version: "2.9.0", repository: "github.com/external-secrets/external-secrets" },
    { name: "fluent-bit", version: "5.1.1", repository: "github.com/fluent/fluent-bit", language: "c" },
    {
        name: "fluent-plugin-prometheus",
        version: "2.2.2",
        repository: "github.com/fluent/fluent-plugin-prometheus",
        language: "ruby",
        paths: ["lib"],
    },
    { name: "karpenter", version: "1.14.1", repository: "github.com/kubernetes-sigs/karpenter" },
    {
        name: "karpenter-provider-aws",
        version: "1.14.1",
        repository: "github.com/aws/karpenter-provider-aws",
        constantsOf: "karpenter",
    },
    {
        name: "kube-prometheus-stack",
        version: "88.5.3",
        repository: "github.com/prometheus-community/helm-charts",
        language: "rules",
        paths: ["templates/prometheus/rules-1.14"],
    },
    { name: "kube-state-metrics", version: "2.20.0", repository: "github.com/kubernetes/kube-state-metrics" },
    { name: "kubernetes", version: "1.35.4", repository: "github.com/kubernetes/kubernetes" },
    {
        name: "gatekeeper",
        version: "3.23.0",
        repository: "github.com/open-policy-agent/gatekeeper/v3",
        paths: ["pkg/audit", "pkg/controller", "pkg/webhook", "pkg/watch"],
        prefixed: { folder: "", prefix: "gatekeeper_" },
    },
    { name: "kyverno", version: "1.19.0", repository: "github.com/kyverno/kyverno" },
    {
        name: "loki",
        version: "3.7.6",
        repository: "github.com/grafana/loki",
        paths: ["pkg", "vendor/github.com/grafana/dskit"],
        // pkg/loki/loki.go, and pkg/loki/modules.go for the rings
        atStart: { "cfg.MetricsNamespace": "loki" },
        prefixed: { folder: "dskit/ring", prefix: "loki_" },
    },
    {
        // What counts in the proxies of NGINX Gateway Fabric 2.6.7.
        name: "nginx-agent",
        version: "3.11.2",
        repository: "github.com/nginx/agent/v3",
        language: "otel",
        paths: ["internal/collector/nginxreceiver", "internal/collector/containermetricsreceiver"],
    },
    {
        name: "node_exporter",
        version: "1.12.1",
        repository: "github.com/prometheus/node_exporter",
        language: "exposition",
        paths: ["collector/fixtures/e2e-output.txt"],
        keys: { path: "collector/meminfo_linux.go", prefix: "node_memory_" },
    },
    {
        name: "objstore",
        version: "0.0.0-20250804093838-71d60dfee488",
        repository: "github.com/thanos-io/objstore",
        // As Thanos registers it: cmd/thanos/downsample.go and its neighbours
        prefixed: { folder: "", prefix: "thanos_" },
    },
    {
        name: "opentelemetry-collector",
        version: "0.158.0",
        repository: "github.com/open-telemetry/opentelemetry-collector",
    },
    { name: "prometheus", version: "3.14.0", repository: "github.com/prometheus/prometheus" },
    { name: "reloader", version: "1.4.21", repository: "github.com/stakater/Reloader" },
    {
        name: "sealed-secrets",
        version: "0.38.4",
        repository: "github.com/bitnami/sealed-secrets",
        paths: ["pkg/controller"],
    },
    { name: "tempo", version: "2.10.8", repository: "github.com/grafana/tempo" },
    { name: "thanos", version: "0.42.4", repository: "github.com/thanos-io/thanos" },
    {
        name: "traefik",
        version: "3.7.11",
        repository: "github.com/traefik/traefik",
        paths: ["pkg/observability/metrics/prometheus.go"],
    },
    {
        // What three of them served in `make test-vault`; 2.0.4 could not be had.
        name: "vault",
        version: "1.21.2",
        repository: "github.com/hashicorp/vault",
        language: "exposition",
    },
    { name: "velero", version: "1.18.1", repository: "github.com/vmware-tanzu/velero" },
];
