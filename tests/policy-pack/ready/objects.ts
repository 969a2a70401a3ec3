import { object, urnOf } from "./resource.ts";

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
    object("core/v1:ResourceQuota", name, { metadata: { namespace: name }, spec: { hard: { pods: "50" } } }),
    object("core/v1:LimitRange", name, { metadata: { namespace: name }, spec: { limits: [{ type: "Container" }] } }),
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
        spec: {
            disruption: { budgets: [{ nodes: "10%" }], consolidationPolicy: "WhenEmptyOrUnderutilized" },
            limits: { cpu: "200" },
            template: {
                metadata: { labels: { class: "general" } },
                spec: {
                    expireAfter: "720h",
                    nodeClassRef: { name: "general" },
                    requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] }],
                },
            },
        },
    }),
    object("karpenter.k8s.aws/v1:EC2NodeClass", "general", {
        spec: {
            amiSelectorTerms: [{ alias: "bottlerocket@v1.50.0" }],
            userData: "[settings.kubernetes]\npod-pids-limit = 4096\n",
        },
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
const backupAlerts = [
    { alert: "RestoreTestFailed", expr: 'kube_job_status_failed{namespace="velero"} > 0' },
    ...["VeleroBackupFailed", "VeleroBackupTooOld", "VeleroBackupNeverSucceeded"].map((alert) => ({ alert })),
];

const monitoring = [
    object("monitoring.coreos.com/v1:PrometheusRule", "platform", {
        spec: { groups: [{ name: "platform", rules: alerts.map((alert) => ({ alert })) }] },
    }),
    object("monitoring.coreos.com/v1:PrometheusRule", "backups", {
        spec: { groups: [{ name: "backups", rules: backupAlerts }] },
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
].map((name) =>
    object("policies.kyverno.io/v1:ValidatingPolicy", name, {
        spec: { validationActions: ["Deny"], validations: [{ expression: "false" }] },
    }),
);

const webhooks = [
    object("admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration", "shop", {
        webhooks: [
            {
                name: "pods.shop.example.com",
                failurePolicy: "Fail",
                rules: [{ operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] }],
                clientConfig: { service: { name: "orders", namespace: "shop", port: 80 } },
                namespaceSelector: {
                    matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["shop"] }],
                },
            },
        ],
    }),
];

const signatures = [
    object("policies.kyverno.io/v1:ImageValidatingPolicy", "signed", {
        spec: { attestors: [{ name: "build" }], validationActions: ["Deny"] },
    }),
    object("aquasecurity.github.io/v1alpha1:ClusterComplianceReport", "nodes", {
        status: { summary: { failCount: 0 } },
    }),
];

const delivery = [
    object("argoproj.io/v1alpha1:Application", "platform", {
        metadata: { namespace: "argo-cd" },
        spec: {
            project: "platform",
            source: { repoURL: "https://git.example.com/shop.git", targetRevision: "main", path: "apps/shop" },
            destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
            syncPolicy: { automated: { prune: true, selfHeal: true }, retry: { limit: 5 } },
        },
    }),
];

const traffic = [
    object("gateway.networking.k8s.io/v1:GatewayClass", "envoy", {
        spec: { controllerName: "gateway.envoyproxy.io/gatewayclass-controller" },
    }),
    object("cert-manager.io/v1:ClusterIssuer", "ca", { spec: { ca: { secretName: "ca" } } }),
    object("cert-manager.io/v1:Certificate", "shop", {
        metadata: { namespace: "shop" },
        spec: { secretName: "shop-tls", issuerRef: { kind: "ClusterIssuer", name: "ca" } },
    }),
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
    object("core/v1:PersistentVolume", "shared", {
        spec: { csi: { driver: "efs.csi.aws.com", volumeHandle: "fs-0123456789abcdef0::fsap-0123456789abcdef0" } },
    }),
];

const secrets = [
    object("external-secrets.io/v1:ClusterSecretStore", "aws", {
        spec: { provider: { aws: { service: "SecretsManager", region: "eu-west-1" } } },
    }),
];

/** The Kubernetes objects of a stack that meets every check. */
/** What the release of Kyverno brings. */
const definitions = [
    {
        ...object("apiextensions.k8s.io/v1:CustomResourceDefinition", "policies.kyverno.io", {
            metadata: { annotations: { "helm.sh/resource-policy": "keep" } },
        }),
        release: urnOf("kubernetes:helm.sh/v3:Release", "kyverno"),
    },
];

export const objects = () => [
    ...perNamespace,
    ...karpenter,
    ...monitoring,
    ...admission,
    ...definitions,
    ...webhooks,
    ...signatures,
    ...delivery,
    ...traffic,
    ...storage,
    ...secrets,
];
