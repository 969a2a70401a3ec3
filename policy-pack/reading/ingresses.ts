import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";

export const ingresses = (inventory: Inventory) => inventory.objects("Ingress", "networking.k8s.io");

interface IngressRule {
    host?: string;
    http?: { paths?: { path?: string }[] };
}

const rulesOf = ({ props }: Resource): IngressRule[] => props.spec?.rules ?? [];
export const hostsOf = (ingress: Resource) => rulesOf(ingress).map(({ host }) => host);
export const pathsOf = (ingress: Resource) =>
    rulesOf(ingress).flatMap(({ host, http }) => (http?.paths ?? [{}]).map(({ path }) => `${host}${path ?? "/"}`));

const takenPaths = new WeakMap<Inventory, Map<string, number>>();

/** By how many Ingresses each host and path is taken. */
export function pathsOfAll(inventory: Inventory): ReadonlyMap<string, number> {
    const known = takenPaths.get(inventory);
    if (known) return known;
    const counts = new Map<string, number>();
    const paths = ingresses(inventory).flatMap((ingress) => [...new Set(pathsOf(ingress))]);
    for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
    takenPaths.set(inventory, counts);
    return counts;
}
