import type { Resource } from "../inventory/resource.ts";

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
