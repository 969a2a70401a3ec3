import { platformNamespaces } from "../../platform/platform-addons.ts";

/**
 * Who is not judged, by which policies, and why. All that is named must be so at once: in one of the namespaces, of one
 * of the names, by one of the users.
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
    /** Of bindings: the one service account that they bind, by the names of its namespace and its own. */
    binds?: { namespace: string; name: string };
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

/** Policies that a role for objects of every kind breaks. */
const anyObject = [
    "rbac-csr-approve",
    "rbac-escalation-verbs",
    "rbac-no-wildcards",
    "rbac-nodes-proxy",
    "rbac-token-create",
];

/** Elsewhere than on EKS anybody could have these names. */
const onEksOnly: Exemption[] = [
    {
        name: "eks",
        policies: "all",
        users: ["eks:*"],
        reason: "EKS keeps its own objects, and gives nobody else a name that begins so",
    },
    {
        name: "restores",
        policies: ["no-naked-pods"],
        users: [serviceAccount("velero", "velero-server")],
        reason: "a restored pod has lost its owner, which takes it back",
    },
    {
        name: "restores-any-object",
        policies: anyObject,
        namespaces: ["velero"],
        names: ["velero-server"],
        reason: "Velero keeps objects of every kind in its namespace",
    },
    {
        name: "backups",
        policies: ["rbac-no-cluster-admin"],
        namespaces: [""],
        names: ["velero-server"],
        binds: { namespace: "velero", name: "velero-server" },
        reason: "Velero reads and restores objects of every kind",
    },
];

/** What the platform needs, of the add-ons that are made: whoever may make namespaces could have those of the others. */
export function platformExemptions(onEks: boolean): Exemption[] {
    const made = platformNamespaces(onEks);
    const some = (...namespaces: string[]) => namespaces.filter((namespace) => made.includes(namespace));
    return [
        ...(onEks ? onEksOnly : []),
        {
            name: "control-plane",
            policies: "all",
            users: ["system:apiserver", serviceAccount("kube-system", "clusterrole-aggregation-controller")],
            reason: "the API server keeps its own objects, and nobody else can have these names",
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
            reason: "the add-ons of the cluster itself are there; a refusal would break nodes, DNS and storage",
        },
        {
            name: "node-access",
            policies: ["ns-pss-labels"],
            names: some("node-exporter", "fluent-bit", "velero"),
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
            name: "platform-images",
            policies: ["image-registry-allowed"],
            namespaces: made,
            reason: "the images of the platform still come from their public registries",
        },
        {
            name: "platform-advice",
            policies: ["pod-ro-rootfs", "res-ratio", "secret-not-in-env", "spread-hosts", "spread-zones"],
            namespaces: made,
            reason: "the policy pack says it once, of the chart, instead of every time that it is installed",
        },
        {
            name: "platform-secrets",
            policies: ["secret-from-store"],
            namespaces: some("argocd", "aws-load-balancer-controller", "kyverno", "loki", "monitoring"),
            reason: "charts make certificates and configuration of their own; passwords come from the store",
        },
        {
            name: "unprobed",
            policies: ["probe-liveness", "probe-readiness"],
            namespaces: some("argocd", "kyverno", "monitoring", "velero"),
            reason: "controllers without a server, and what the Prometheus operator makes, end by themselves when they fail",
        },
        {
            name: "any-object",
            policies: anyObject,
            namespaces: ["", "argocd"],
            names: ["argocd-application-controller", "argocd-server"],
            reason: "Argo CD applies objects of every kind",
        },
        {
            name: "own-kinds",
            policies: ["rbac-no-wildcards"],
            namespaces: [""],
            names: ["monitoring-operator", "kyverno:migrate-resources"],
            reason: "the Prometheus operator owns every kind of its API group; Kyverno rewrites its own after an upgrade",
        },
    ];
}
