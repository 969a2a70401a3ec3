import { object, type Props } from "./resource.ts";

const namespaces = ["kyverno", "shop"];

const perNamespace = namespaces.flatMap((name) => [
    object("core/v1:Namespace", name, {
        metadata: {
            labels: {
                "pod-security.kubernetes.io/enforce": "restricted",
                "pod-security.kubernetes.io/enforce-version": "v1.35",
            },
        },
    }),
    object("networking.k8s.io/v1:NetworkPolicy", `${name}-default-deny`, {
        metadata: { name: "default-deny", namespace: name },
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    }),
    object("networking.k8s.io/v1:NetworkPolicy", `${name}-allow-dns`, {
        metadata: { name: "allow-dns", namespace: name },
        spec: {
            podSelector: {},
            policyTypes: ["Egress"],
            egress: [
                {
                    to: [
                        {
                            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
                            podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
                        },
                    ],
                    ports: [
                        { port: 53, protocol: "UDP" },
                        { port: 53, protocol: "TCP" },
                    ],
                },
            ],
        },
    }),
]);

const karpenter = [
    object("karpenter.sh/v1:NodePool", "general", {
        spec: { template: { spec: { nodeClassRef: { name: "general" } } } },
    }),
    object("karpenter.k8s.aws/v1:EC2NodeClass", "general", {
        spec: { amiSelectorTerms: [{ alias: "bottlerocket@v1.50.0" }] },
    }),
];

/** Alerts that no chart brings. */
const alerts = [
    "NodeCountBelowMinimum",
    "PodsUnschedulable",
    "EtcdDatabaseNearLimit",
    "CoreDNSDown",
    "ArgoCdAppOutOfSync",
    "ExternalSecretNotReady",
    "PolicyEngineDown",
];
const backupAlerts = ["VeleroBackupFailed", "VeleroBackupTooOld", "VeleroBackupNeverSucceeded", "RestoreTestFailed"];

const monitoring = [
    object("monitoring.coreos.com/v1:PrometheusRule", "platform", {
        spec: { groups: [{ name: "platform", rules: alerts.map((alert) => ({ alert })) }] },
    }),
    object("monitoring.coreos.com/v1:PrometheusRule", "backups", {
        spec: { groups: [{ name: "backups", rules: backupAlerts.map((alert) => ({ alert })) }] },
    }),
    object("core/v1:ConfigMap", "backup-dashboard", {
        metadata: { namespace: "monitoring", labels: { grafana_dashboard: "1" } },
        data: { "backups.json": "{}" },
    }),
];

const admission = [
    "res-requests",
    "res-limits",
    "probe-readiness",
    "probe-liveness",
    "image-tag-fixed",
    "image-registry-allowed",
    "ns-not-default",
    "svc-type-restricted",
    "rbac-no-user-subjects",
    "rbac-no-wildcards",
    "secret-from-store",
].map((name) => object("policies.kyverno.io/v1:ValidatingPolicy", name, { spec: { validationActions: ["Deny"] } }));

const shopImage = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:0123456789abcdef0123456789abcdef01234567";

const container = (): Props => ({ name: "shop", image: shopImage });

const shop = [
    object("apps/v1:Deployment", "shop", {
        metadata: { namespace: "shop" },
        spec: { replicas: 3, template: { spec: { containers: [container()] } } },
    }),
    object("apps/v1:StatefulSet", "cart", {
        metadata: { namespace: "shop" },
        spec: {
            serviceName: "cart",
            template: { spec: { containers: [container()] } },
            volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { storageClassName: "gp3" } }],
        },
    }),
    object("batch/v1:CronJob", "restore-test", {
        metadata: { namespace: "velero" },
        spec: { schedule: "0 6 * * 1", jobTemplate: { spec: { template: { spec: { containers: [container()] } } } } },
    }),
    object("rbac.authorization.k8s.io/v1:RoleBinding", "shop-developers", {
        metadata: { namespace: "shop" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
        subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "developers" }],
    }),
    object("core/v1:Secret", "placeholder", { metadata: { namespace: "shop" }, type: "Opaque" }),
];

const delivery = [
    object("argoproj.io/v1alpha1:Application", "platform", {
        metadata: { namespace: "argo-cd" },
        spec: {
            project: "platform",
            source: { repoURL: "https://git.example.com/shop.git", targetRevision: "main", path: "clusters/shop" },
            syncPolicy: { automated: { prune: true, selfHeal: true }, retry: { limit: 5 } },
        },
    }),
];

const traffic = [
    object("gateway.networking.k8s.io/v1:Gateway", "shop", {
        metadata: { namespace: "shop" },
        spec: { gatewayClassName: "envoy", listeners: [{ name: "https", port: 443, protocol: "HTTPS" }] },
    }),
    object("security.istio.io/v1:PeerAuthentication", "default", {
        metadata: { namespace: "istio-system" },
        spec: { mtls: { mode: "STRICT" } },
    }),
];

const storage = [
    object("storage.k8s.io/v1:StorageClass", "gp3", {
        allowVolumeExpansion: true,
        parameters: { encrypted: "true", type: "gp3" },
        provisioner: "ebs.csi.aws.com",
        reclaimPolicy: "Retain",
        volumeBindingMode: "WaitForFirstConsumer",
    }),
];

const secrets = [
    object("external-secrets.io/v1:ClusterSecretStore", "aws", {
        spec: { provider: { aws: { service: "SecretsManager", region: "eu-west-1" } } },
    }),
];

/** The Kubernetes objects of a stack that meets every check. */
export const objects = () => [
    ...perNamespace,
    ...karpenter,
    ...monitoring,
    ...admission,
    ...shop,
    ...delivery,
    ...traffic,
    ...storage,
    ...secrets,
];
