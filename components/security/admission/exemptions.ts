/**
 * Who is not judged, by which policies, and why. All that is named must be so at once: in one of the namespaces, of one of
 * the names, by one of the users.
 */
export interface Exemption {
    /** Name of the condition in each policy. */
    name: string;
    /** Ids of policies, or every policy. */
    policies: string[] | "all";
    /** `""` stands for what is in no namespace. */
    namespaces?: string[];
    names?: string[];
    /** Names of users; one with a `*` at its end stands for all that begin so. */
    users?: string[];
    /** Users among these who are judged all the same. */
    butUsers?: string[];
    reason: string;
}

const serviceAccount = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`;

/** What Kubernetes itself makes pods of workloads with. */
const podMakers = [
    "cronjob-controller",
    "daemon-set-controller",
    "deployment-controller",
    "job-controller",
    "replicaset-controller",
    "replication-controller",
    "statefulset-controller",
].map((name) => serviceAccount("kube-system", name));

/** Namespaces of the platform's add-ons. */
export const platformNamespaces = [
    "argocd",
    "aws-load-balancer-controller",
    "external-secrets",
    "fluent-bit",
    "karpenter",
    "kyverno",
    "loki",
    "monitoring",
    "node-exporter",
    "velero",
];

export const platformExemptions: Exemption[] = [
    {
        name: "control-plane",
        policies: "all",
        users: ["system:apiserver", "eks:*", serviceAccount("kube-system", "clusterrole-aggregation-controller")],
        reason: "the API server and EKS keep their own objects, and nobody else can have these names",
    },
    {
        name: "pods-of-workloads",
        policies: "all",
        users: ["system:kube-controller-manager", ...podMakers],
        reason: "the workload was judged; what ran before the policies, or is exempt, gets its pods again on another node",
    },
    {
        name: "kube-system",
        policies: "all",
        namespaces: ["kube-system"],
        reason: "EKS installs its add-ons there; a refusal would break nodes, DNS and storage",
    },
    {
        name: "node-access",
        policies: ["ns-pss-labels"],
        names: ["node-exporter", "fluent-bit", "velero"],
        reason: "they read the node's files or copy volumes as root, and have their namespaces to themselves",
    },
    {
        name: "controllers",
        policies: ["secret-from-store"],
        users: ["system:serviceaccount:*"],
        butUsers: [serviceAccount("argocd", "argocd-application-controller")],
        reason: "what a controller made is not written by hand; what Argo CD applies was, into Git",
    },
    {
        name: "restores",
        policies: ["no-naked-pods"],
        users: [serviceAccount("velero", "velero-server")],
        reason: "a restored pod has lost its owner, which takes it back",
    },
    {
        name: "platform-images",
        policies: ["image-registry-allowed"],
        namespaces: platformNamespaces,
        reason: "the images of the platform still come from their public registries",
    },
    {
        name: "platform-advice",
        policies: ["pod-ro-rootfs", "res-ratio", "secret-not-in-env", "spread-hosts", "spread-zones"],
        namespaces: platformNamespaces,
        reason: "the policy pack says it once, of the chart, instead of every time that it is installed",
    },
    {
        name: "platform-secrets",
        policies: ["secret-from-store"],
        namespaces: ["argocd", "aws-load-balancer-controller", "kyverno", "loki", "monitoring"],
        reason: "charts make certificates and configuration of their own; passwords come from the store",
    },
    {
        name: "unprobed",
        policies: ["probe-liveness", "probe-readiness"],
        namespaces: ["argocd", "kyverno", "monitoring", "velero"],
        reason: "controllers without a server, and what the Prometheus operator makes, end by themselves when they fail",
    },
    {
        name: "any-object",
        policies: [
            "rbac-csr-approve",
            "rbac-escalation-verbs",
            "rbac-no-wildcards",
            "rbac-nodes-proxy",
            "rbac-token-create",
        ],
        namespaces: ["", "argocd", "velero"],
        names: ["argocd-application-controller", "argocd-server", "velero-server"],
        reason: "Argo CD applies and Velero restores objects of every kind",
    },
    {
        name: "backups",
        policies: ["rbac-no-cluster-admin"],
        namespaces: ["", "velero"],
        names: ["velero-server"],
        reason: "Velero reads and restores objects of every kind",
    },
    {
        name: "own-kinds",
        policies: ["rbac-no-wildcards"],
        namespaces: [""],
        names: ["monitoring-operator"],
        reason: "the Prometheus operator owns every kind of its API group",
    },
];
