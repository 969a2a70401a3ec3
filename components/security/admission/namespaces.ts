import { workloads } from "./pods.ts";
import { literal, type Match, type Policy } from "./policy.ts";

/** Namespaces that Kubernetes itself makes, without labels. */
export const systemNamespaces = ["kube-system", "kube-public", "kube-node-lease", "default"];

/** What belongs into a namespace of its own: workloads, and what they bring. */
const inNamespaces: Match[] = [
    ...workloads,
    {
        group: "",
        version: "v1",
        resources: [
            ...["services", "configmaps", "secrets", "persistentvolumeclaims", "serviceaccounts"],
            ...["resourcequotas", "limitranges", "podtemplates"],
        ],
    },
    { group: "networking.k8s.io", version: "v1", resources: ["ingresses", "networkpolicies"] },
    { group: "rbac.authorization.k8s.io", version: "v1", resources: ["roles", "rolebindings"] },
    { group: "policy", version: "v1", resources: ["poddisruptionbudgets"] },
    { group: "autoscaling", version: "v2", resources: ["horizontalpodautoscalers"] },
];

const label = (name: string) => `object.metadata.?labels[?"pod-security.kubernetes.io/${name}"]`;

export const namespacePolicies: Policy[] = [
    {
        id: "ns-not-default",
        action: "deny",
        match: inNamespaces,
        // No update moves an object.
        operations: ["CREATE"],
        judged: (object) => `${object}.metadata.namespace`,
        variables: {
            home: 'object.metadata.?namespace.orValue("default")',
            // Kubernetes puts these into every namespace, and the Service of its own API into this one.
            born:
                '(object.kind == "Service" && object.metadata.name == "kubernetes") || ' +
                '(object.kind == "ServiceAccount" && object.metadata.name == "default") || ' +
                '(object.kind == "ConfigMap" && object.metadata.name == "kube-root-ca.crt")',
            runs: `object.kind in ${literal(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob", "Pod"])}`,
        },
        validations: [
            {
                expression: 'variables.home != "default" || variables.born',
                message: "it is in the namespace default; give it a namespace of its own",
            },
            {
                expression: '!(variables.runs && variables.home in ["kube-system", "kube-public", "kube-node-lease"])',
                message: "it runs in a namespace of Kubernetes itself; give it a namespace of its own",
            },
        ],
    },
    {
        id: "ns-pss-labels",
        action: "deny",
        // Who writes the status may write labels with it.
        match: [{ group: "", version: "v1", resources: ["namespaces", "namespaces/status", "namespaces/finalize"] }],
        judged: (object) => `${object}.metadata.?labels`,
        variables: { system: `object.metadata.name in ${literal(systemNamespaces)}` },
        validations: [
            {
                expression: `variables.system || ${label("enforce")}.orValue("") == "restricted"`,
                message:
                    "the namespace does not enforce restricted; label it pod-security.kubernetes.io/enforce: restricted",
            },
            {
                expression: `variables.system || ${label("enforce-version")}.orValue("latest") != "latest"`,
                message: "the Pod Security version is not pinned; label it pod-security.kubernetes.io/enforce-version",
            },
        ],
    },
];
