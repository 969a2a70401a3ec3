import { release, urnOf } from "./resource.ts";

const alerts = {
    route: {
        receiver: "people",
        routes: [{ receiver: "dead-man-switch", matchers: ['alertname = "Watchdog"'] }],
    },
    receivers: [
        { name: "people", sns_configs: [{ topic_arn: "arn:aws:sns:eu-west-1:123456789012:alerts" }] },
        { name: "dead-man-switch", webhook_configs: [{ url_file: "/etc/alertmanager/secrets/heartbeat/url" }] },
    ],
};

/** The Helm releases of a stack that meets every check. */
export const releases = () => [
    release("kyverno", "kyverno", { admissionController: { replicas: 3 } }),
    release("external-secrets", "external-secrets", { replicaCount: 2 }),
    release("monitoring", "kube-prometheus-stack", {
        prometheus: {
            prometheusSpec: {
                replicas: 2,
                retention: "30d",
                storageSpec: { volumeClaimTemplate: { spec: { storageClassName: "gp3" } } },
            },
        },
        alertmanager: { alertmanagerSpec: { replicas: 3 }, config: alerts },
    }),
    release("logs", "loki", {
        loki: {
            storage: { type: "s3" },
            limits_config: { retention_period: "90d" },
            compactor: { retention_enabled: true },
        },
    }),
    release("log-forwarder", "fluent-bit", {
        tolerations: [{ operator: "Exists" }],
        config: { inputs: "[INPUT]\n    Name kubernetes_events\n" },
    }),
    release(
        "velero",
        "velero",
        {
            deployNodeAgent: true,
            configuration: { backupStorageLocation: [{ name: "default", provider: "aws", bucket: "shop-backups" }] },
            schedules: {
                "every-6h": { schedule: "0 */6 * * *", template: { ttl: "30h0m0s" } },
                weekly: { schedule: "30 1 * * 0", template: { ttl: "192h0m0s" } },
                monthly: { schedule: "30 2 1 * *", template: { ttl: "43848h0m0s" } },
            },
        },
        { values: [urnOf("aws:s3/bucket:Bucket", "backups")] },
    ),
    release("argo-cd", "argo-cd", {
        server: { replicas: 2 },
        repoServer: { replicas: 2 },
        "redis-ha": { enabled: true },
        configs: { cm: { "admin.enabled": "false", "oidc.config": "issuer: https://login.example.com" } },
    }),
    release("load-balancer-controller", "aws-load-balancer-controller", {
        clusterName: "shop",
        defaultSSLPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        replicaCount: 2,
        podDisruptionBudget: { maxUnavailable: 1 },
    }),
    release("karpenter", "karpenter", { settings: { clusterName: "shop" } }),
    release("istiod", "istiod", {}),
    release("crossplane", "crossplane", {}),
    release("trivy-operator", "trivy-operator", {}),
    release("cert-manager", "cert-manager", {}),
    release("cloudwatch", "aws-cloudwatch-metrics", {}),
    release("tempo", "tempo", {}),
    release("vpa", "vertical-pod-autoscaler", {}),
    release("cluster-autoscaler", "cluster-autoscaler", {
        autoDiscovery: { clusterName: "shop" },
        image: { tag: "v1.35.2" },
        rbac: {
            serviceAccount: {
                annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/autoscaler" },
            },
        },
    }),
];
