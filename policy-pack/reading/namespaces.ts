import type { Rule } from "../judgement/rule.ts";

/** Namespaces that Kubernetes itself makes; what runs there is judged by other checks. */
const systemNamespaces = ["kube-system", "kube-public", "kube-node-lease", "default"];

/** Namespaces for workloads: Namespace objects, and releases that make their own. */
export const workloadNamespaces: Pick<Rule, "subjects" | "applies"> = {
    subjects: (inventory) => [
        ...inventory.objects("Namespace", "core"),
        ...inventory.releases.map(({ resource }) => resource),
    ],
    applies: ({ type, props }) =>
        type.endsWith(":Namespace")
            ? !systemNamespaces.includes(props.metadata?.name)
            : props.createNamespace === true && !systemNamespaces.includes(props.namespace),
};
