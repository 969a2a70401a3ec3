import type { Inventory } from "../inventory.ts";
import type { Resource } from "../model.ts";
import { UnknownValue } from "../unknown.ts";

/** Namespaces that Kubernetes itself makes; what runs there is judged by other checks. */
const systemNamespaces = ["kube-system", "kube-public", "kube-node-lease", "default"];

/** Namespaces for workloads: Namespace objects, and releases that make their own. */
export function workloadNamespaces(inventory: Inventory): readonly Resource[] {
    const objects = inventory
        .objects("Namespace", "core")
        .filter(({ props }) => !systemNamespaces.includes(props.metadata?.name));
    const releases = inventory.releases
        .map(({ resource }) => resource)
        .filter(({ props }) => props.createNamespace === true && !systemNamespaces.includes(props.namespace));
    return [...objects, ...releases];
}

/** Name of the namespace that a Namespace object is, or that a release makes. */
export const namespaceName = ({ type, name, props }: Resource): string =>
    (type.includes(":helm.sh/") ? props.namespace : props.metadata?.name) ?? name;

/**
 * The objects that are in a namespace. A name that is not known yet counts where the object was made from the Namespace.
 * @throws UnknownValue where nothing tells.
 */
export function inNamespace(inventory: Inventory, name: string, objects: readonly Resource[]): readonly Resource[] {
    const undecided: UnknownValue[] = [];
    const found = objects.filter((object) => {
        try {
            return (object.props.metadata?.namespace ?? "default") === name;
        } catch (error) {
            if (!(error instanceof UnknownValue)) throw error;
            const [made] = inventory.sources(object, "metadata").filter(({ type }) => type.endsWith(":Namespace"));
            if (!made) undecided.push(error);
            return made !== undefined && namespaceName(made) === name;
        }
    });
    if (found.length === 0 && undecided[0]) throw undecided[0];
    return found;
}

/** Whether a NetworkPolicy selects every pod of its namespace and allows nothing in one direction. */
export function denies({ props }: Resource, direction: "Ingress" | "Egress"): boolean {
    const spec = props.spec ?? {};
    const rules = spec[direction.toLowerCase()] ?? [];
    return rules.length === 0 && selectsAll(spec.podSelector) && directions(spec).includes(direction);
}

/** Policy types, with the API's default: Ingress always, Egress where there are egress rules. */
export function directions(spec: { policyTypes?: string[]; egress?: unknown }): string[] {
    return spec.policyTypes ?? (spec.egress === undefined ? ["Ingress"] : ["Ingress", "Egress"]);
}

/** An empty label selector selects everything. */
export function selectsAll(selector: { matchLabels?: object; matchExpressions?: unknown[] } | undefined): boolean {
    return Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0;
}
