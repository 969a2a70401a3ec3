import type { Resource } from "../model.ts";
import type { Rule } from "../rule.ts";

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

/** Whether a NetworkPolicy selects every pod of its namespace and allows nothing in one direction. */
export function denies({ props }: Resource, direction: "Ingress" | "Egress"): boolean {
    const spec = props.spec ?? {};
    const rules = spec[direction.toLowerCase()] ?? [];
    return rules.length === 0 && selectsAll(spec.podSelector) && directions(spec).includes(direction);
}

/** Policy types, with the API's default: Ingress always, Egress where there is an egress rule. */
function directions({ policyTypes = [], egress = [] }: { policyTypes?: string[]; egress?: unknown[] }): string[] {
    if (policyTypes.length > 0) return policyTypes;
    return egress.length === 0 ? ["Ingress"] : ["Ingress", "Egress"];
}

/** An empty label selector selects everything. */
export function selectsAll(selector: { matchLabels?: object; matchExpressions?: unknown[] } | undefined): boolean {
    return Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0;
}

/** Whether an admission policy of Kyverno refuses what breaks it, which it does unless it says otherwise. */
export const enforces = ({ props }: Pick<Resource, "props">): boolean =>
    (props.spec?.validationActions ?? ["Deny"]).includes("Deny");
