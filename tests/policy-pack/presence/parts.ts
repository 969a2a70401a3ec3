import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import { object, type Props, resource } from "../ready/resource.ts";

/** A part of the platform as its check asks for it, in every way that it can be installed. */
export interface Part {
    readonly check: string;
    readonly chart: string;
    /** Values that meet the check. Default: none are asked for. */
    readonly values?: Props;
    /** As plain objects that meet it. */
    readonly objects?: readonly Resource[];
    /** Those of them that run once where they should run twice. */
    readonly single?: readonly Resource[];
    /** Its EKS add-on. */
    readonly addon?: string;
    /** An object that only it serves. */
    readonly trace?: Resource;
    /** What the check wants beside the part. */
    readonly beside?: readonly Resource[];
    /** What the checks want that silence this one. */
    readonly before?: readonly Resource[];
}

type Spec = Record<string, unknown>;

/** A workload that runs one image. */
export function workload(kind: string, name: string, image: string, spec: Spec = {}, pod: Props = {}): Resource {
    const containers = [{ name: "main", image, ...pod.container }];
    const { container: _, ...more } = pod;
    const template = { metadata: { labels: { app: name } }, spec: { containers, ...more } };
    const own = kind === "DaemonSet" ? {} : { replicas: 2 };
    return object(`apps/v1:${kind}`, name, {
        metadata: { namespace: "platform" },
        spec: { ...own, selector: { matchLabels: { app: name } }, template, ...spec },
    });
}

const deployment = (name: string, image: string, spec?: Spec, container?: Props) =>
    workload("Deployment", name, image, spec, { container });

const config = (name: string, data: Record<string, string>) =>
    object("core/v1:ConfigMap", name, { metadata: { namespace: "platform" }, data });

const budget = (name: string) =>
    object("policy/v1:PodDisruptionBudget", name, {
        metadata: { namespace: "platform" },
        spec: { maxUnavailable: 1, selector: { matchLabels: { app: name } } },
    });

const store = object("external-secrets.io/v1:ClusterSecretStore", "aws", { spec: { provider: { aws: {} } } });
const pool = object("karpenter.sh/v1:NodePool", "general", { spec: {} });

const route = {
    receiver: "people",
    routes: [{ receiver: "heartbeat", matchers: ['alertname="Watchdog"'] }],
};
const receivers = [
    { name: "people", sns_configs: [{}] },
    { name: "heartbeat", webhook_configs: [{}] },
];

const prometheus = {
    prometheusSpec: { replicas: 2, retention: "30d", storageSpec: { volumeClaimTemplate: { spec: { x: 1 } } } },
};
const ofOperator = (kind: string, spec: Spec) =>
    object(`monitoring.coreos.com/v1:${kind}`, "k8s", { metadata: { namespace: "platform" }, spec });
const kept = { retention: "30d", storage: { volumeClaimTemplate: { spec: { storageClassName: "gp3" } } } };

const lokiConfig = [
    "schema_config: {configs: [{object_store: s3}]}",
    "limits_config: {retention_period: 90d}",
    "compactor: {retention_enabled: true}",
].join("\n");

const argo = (name: string, replicas: number) =>
    deployment(name, "quay.io/argoproj/argocd:v3.4.4", { replicas }, { args: [`/usr/local/bin/${name}`] });
const redis = workload("StatefulSet", "argocd-redis-ha-server", "redis:8.2.3", { replicas: 3 });

const velero = (kind: string, name: string) => workload(kind, name, "velero/velero:v1.18.1");
const location = object("velero.io/v1:BackupStorageLocation", "default", {
    metadata: { namespace: "platform" },
    spec: { objectStorage: { bucket: "shop-backups" } },
});

export const parts: readonly Part[] = [
    {
        check: "policy-engine-present",
        chart: "kyverno",
        values: { admissionController: { replicas: 3 } },
        objects: [deployment("kyverno-admission-controller", "reg.kyverno.io/kyverno/kyverno:v1.19.0")],
        single: [deployment("kyverno-admission-controller", "ghcr.io/kyverno/kyverno:v1.19.0", { replicas: 1 })],
        trace: object("policies.kyverno.io/v1:ValidatingPolicy", "any", { spec: {} }),
    },
    {
        check: "policy-engine-present",
        chart: "gatekeeper",
        values: { replicas: 3, validatingWebhookFailurePolicy: "Fail" },
        objects: [
            deployment("gatekeeper-controller-manager", "openpolicyagent/gatekeeper:v3.23.0"),
            deployment("gatekeeper-audit", "openpolicyagent/gatekeeper:v3.23.0", { replicas: 1 }),
            object("admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration", "gatekeeper", {
                webhooks: [
                    { name: "validation.gatekeeper.sh", failurePolicy: "Fail" },
                    { name: "check-ignore-label.gatekeeper.sh", failurePolicy: "Ignore" },
                ],
            }),
        ],
        single: [deployment("gatekeeper-controller-manager", "openpolicyagent/gatekeeper:v3.23.0", { replicas: 1 })],
        trace: object("templates.gatekeeper.sh/v1:ConstraintTemplate", "any", { spec: {} }),
    },
    {
        check: "external-secrets-present",
        chart: "external-secrets",
        values: { replicaCount: 2 },
        objects: [
            deployment("external-secrets", "ghcr.io/external-secrets/external-secrets:v2.9.0"),
            deployment(
                "external-secrets-webhook",
                "ghcr.io/external-secrets/external-secrets:v2.9.0",
                { replicas: 1 },
                { args: ["webhook", "--port=10250"] },
            ),
            store,
        ],
        single: [
            deployment("external-secrets", "ghcr.io/external-secrets/external-secrets:v2.9.0", { replicas: 1 }),
            store,
        ],
        trace: object("external-secrets.io/v1:ExternalSecret", "any", { spec: {} }),
        beside: [store],
    },
    {
        check: "prometheus-present",
        chart: "kube-prometheus-stack",
        values: { prometheus },
        objects: [ofOperator("Prometheus", { replicas: 2, ...kept })],
        single: [ofOperator("Prometheus", { replicas: 1, ...kept })],
    },
    {
        check: "prometheus-present",
        chart: "kube-prometheus-stack",
        values: { prometheus },
        objects: [
            workload("StatefulSet", "prometheus", "quay.io/prometheus/prometheus:v3.14.0", {
                volumeClaimTemplates: [{ spec: {} }],
            }),
        ],
        single: [deployment("prometheus", "prom/prometheus:v3.14.0", { replicas: 1 })],
    },
    {
        check: "alertmanager-routed",
        chart: "kube-prometheus-stack",
        values: { prometheus, alertmanager: { alertmanagerSpec: { replicas: 3 }, config: { route, receivers } } },
        objects: [
            ofOperator("Alertmanager", { replicas: 3 }),
            object("core/v1:Secret", "alertmanager-k8s", {
                stringData: { "alertmanager.yaml": JSON.stringify({ route, receivers }) },
            }),
        ],
        single: [ofOperator("Alertmanager", { replicas: 1 })],
        before: [ofOperator("Prometheus", { replicas: 2, ...kept })],
    },
    {
        check: "grafana-dashboards",
        chart: "kube-prometheus-stack",
        values: { grafana: { sidecar: { dashboards: { enabled: true } }, dashboards: { all: { backups: {} } } } },
        objects: [
            deployment("grafana", "grafana/grafana:12.4.0", { replicas: 1 }),
            config("grafana-dashboard-backups", { "backups.json": "{}" }),
        ],
        trace: object("grafana.integreatly.org/v1beta1:GrafanaDashboard", "any", { spec: {} }),
    },
    {
        check: "metrics-server-present",
        chart: "metrics-server",
        values: { replicas: 2 },
        objects: [deployment("metrics-server", "registry.k8s.io/metrics-server/metrics-server:v0.8.1")],
        single: [deployment("metrics-server", "registry.k8s.io/metrics-server/metrics-server:v0.8.1", { replicas: 1 })],
        addon: "metrics-server",
    },
    {
        check: "log-store-present",
        chart: "loki",
        values: {
            loki: {
                storage: { type: "s3" },
                limits_config: { retention_period: "90d" },
                compactor: { retention_enabled: true },
            },
        },
        objects: [
            workload("StatefulSet", "loki", "docker.io/grafana/loki:3.7.6"),
            config("loki", { "config.yaml": lokiConfig }),
        ],
        single: [
            workload("StatefulSet", "loki", "docker.io/grafana/loki:3.7.6"),
            config("loki", { "config.yaml": lokiConfig.replace("90d", "0s") }),
        ],
    },
    {
        check: "log-forwarder-all-nodes",
        chart: "fluent-bit",
        values: { kind: "DaemonSet" },
        objects: [workload("DaemonSet", "fluent-bit", "cr.fluentbit.io/fluent/fluent-bit:5.1.1")],
        single: [deployment("fluent-bit", "cr.fluentbit.io/fluent/fluent-bit:5.1.1")],
        addon: "amazon-cloudwatch-observability",
    },
    {
        check: "gitops-present",
        chart: "argo-cd",
        values: { server: { replicas: 2 }, repoServer: { replicas: 2 }, "redis-ha": { enabled: true } },
        objects: [argo("argocd-server", 2), argo("argocd-repo-server", 2), argo("argocd-applicationset", 1), redis],
        single: [argo("argocd-server", 2), argo("argocd-repo-server", 1), redis],
        trace: object("argoproj.io/v1alpha1:AppProject", "any", { spec: {} }),
    },
    {
        check: "gitops-present",
        chart: "flux2",
        objects: [deployment("kustomize-controller", "ghcr.io/fluxcd/kustomize-controller:v1.8.0", { replicas: 1 })],
        trace: object("source.toolkit.fluxcd.io/v1:GitRepository", "any", { spec: {} }),
    },
    {
        check: "ingress-controller-present",
        chart: "aws-load-balancer-controller",
        values: { replicaCount: 2, podDisruptionBudget: { maxUnavailable: 1 } },
        objects: [deployment("alb", "public.ecr.aws/eks/aws-load-balancer-controller:v3.5.0"), budget("alb")],
        single: [deployment("alb", "public.ecr.aws/eks/aws-load-balancer-controller:v3.5.0")],
        trace: object("elbv2.k8s.aws/v1beta1:TargetGroupBinding", "any", { spec: {} }),
    },
    {
        check: "nodes-autoscaler-present",
        chart: "karpenter",
        values: { settings: { clusterName: "shop" } },
        objects: [deployment("karpenter", "public.ecr.aws/karpenter/controller:1.14.1"), pool],
        single: [deployment("karpenter", "public.ecr.aws/karpenter/controller:1.14.1")],
        trace: pool,
        beside: [pool],
    },
    {
        check: "nodes-autoscaler-present",
        chart: "cluster-autoscaler",
        values: { autoDiscovery: { clusterName: "shop" } },
        objects: [
            deployment(
                "cluster-autoscaler",
                "registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.0",
                { replicas: 1 },
                { command: ["./cluster-autoscaler", "--node-group-auto-discovery=asg:tag=shop"] },
            ),
        ],
        single: [deployment("cluster-autoscaler", "registry.k8s.io/autoscaling/cluster-autoscaler:v1.35.0")],
    },
    {
        check: "backup-tool-present",
        chart: "velero",
        values: { deployNodeAgent: true, configuration: { backupStorageLocation: [{ bucket: "shop-backups" }] } },
        objects: [velero("Deployment", "velero"), velero("DaemonSet", "node-agent"), location],
        single: [velero("Deployment", "velero"), location],
        trace: object("velero.io/v1:Schedule", "any", { spec: {} }),
    },
    {
        check: "cni-network-policy",
        chart: "aws-vpc-cni",
        values: { enableNetworkPolicy: true },
        objects: [
            workload(
                "DaemonSet",
                "aws-node",
                "602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.21.0",
                {},
                {
                    container: { args: ["--enable-network-policy=true"] },
                },
            ),
        ],
        single: [
            workload("DaemonSet", "aws-node", "602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.21.0"),
        ],
    },
    {
        check: "cni-network-policy",
        chart: "cilium",
        objects: [workload("DaemonSet", "cilium", "quay.io/cilium/cilium:v1.19.6")],
    },
    {
        check: "cni-network-policy",
        chart: "tigera-operator",
        objects: [workload("DaemonSet", "calico-node", "docker.io/calico/node:v3.31.0")],
        trace: object("operator.tigera.io/v1:Installation", "any", { spec: {} }),
    },
    {
        check: "certificates-managed",
        chart: "cert-manager",
        objects: [deployment("cert-manager", "quay.io/jetstack/cert-manager-controller:v1.21.1")],
        addon: "cert-manager",
        trace: object("cert-manager.io/v1:ClusterIssuer", "any", { spec: {} }),
    },
    {
        check: "tracing-ready",
        chart: "tempo",
        objects: [workload("StatefulSet", "tempo", "docker.io/grafana/tempo:2.10.0")],
        addon: "adot",
        trace: object("opentelemetry.io/v1alpha1:Instrumentation", "any", { spec: {} }),
    },
    {
        check: "runtime-detection",
        chart: "falco",
        objects: [workload("DaemonSet", "falco", "docker.io/falcosecurity/falco:0.43.0")],
    },
    {
        check: "image-vuln-gate",
        chart: "trivy-operator",
        objects: [deployment("trivy-operator", "mirror.gcr.io/aquasec/trivy-operator:0.30.0")],
        trace: object("aquasecurity.github.io/v1alpha1:VulnerabilityReport", "any", {}),
    },
    {
        check: "vpa-recommender-present",
        chart: "vertical-pod-autoscaler",
        objects: [deployment("vpa-recommender", "registry.k8s.io/autoscaling/vpa-recommender:1.6.0")],
    },
    {
        check: "scheduled-scaling",
        chart: "go-kube-downscaler",
        objects: [deployment("downscaler", "ghcr.io/caas-team/go-kube-downscaler:1.0.0")],
    },
    {
        check: "cloudwatch-observability",
        chart: "aws-cloudwatch-metrics",
        objects: [workload("DaemonSet", "agent", "public.ecr.aws/cloudwatch-agent/cloudwatch-agent:1.300")],
        addon: "amazon-cloudwatch-observability",
    },
    {
        check: "k8s-events-collected",
        chart: "fluent-bit",
        values: { config: { inputs: "[INPUT]\n    Name kubernetes_events\n" } },
        objects: [
            workload("DaemonSet", "fluent-bit", "cr.fluentbit.io/fluent/fluent-bit:5.1.1"),
            config("fluent-bit", { "fluent-bit.conf": "[INPUT]\n    Name kubernetes_events\n" }),
        ],
        addon: "amazon-cloudwatch-observability",
    },
    {
        check: "ebs-csi-present",
        chart: "aws-ebs-csi-driver",
        objects: [deployment("ebs-csi-controller", "public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1.64.0")],
        addon: "aws-ebs-csi-driver",
        beside: [resource("aws:eks/addon:Addon", "snapshots", { addonName: "snapshot-controller" })],
    },
    {
        check: "ebs-csi-present",
        chart: "snapshot-controller",
        objects: [deployment("snapshot-controller", "registry.k8s.io/sig-storage/snapshot-controller:v8.5.0")],
        addon: "snapshot-controller",
        beside: [resource("aws:eks/addon:Addon", "driver", { addonName: "aws-ebs-csi-driver" })],
    },
];
