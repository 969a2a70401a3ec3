import type { Inventory } from "../../inventory/inventory.ts";
import { namespaceName } from "../../inventory/namespaces.ts";
import type { Resource } from "../../inventory/resource.ts";
import { isHidden, UnknownValue } from "../../inventory/unknown.ts";
import { type Group, groupsOf, networkOf, otherPolicies } from "../../reading/network.ts";
import { type Outside, outsideOf } from "../../reading/outside.ts";
import { type Network, type Place, type PortRange, reachablePorts } from "../../reading/reachability.ts";

/** Who may open connections to whom, as the network policies of a stack have it. */
export interface Reach {
    /** Pods, and then what is outside; each is a row and a column. */
    readonly ends: readonly End[];
    /** By row and column; nothing in the rows of those that open no connections. */
    readonly cells: readonly (readonly Cell[])[];
    /** Releases, groups of manifests, workloads and policies of other kinds that are not in it. */
    readonly unseen: number;
}

export interface End {
    readonly name: string;
    /** Empty where there is nothing more to say. */
    readonly detail: string;
    readonly isOutside: boolean;
}

/** Ports in order, none of them twice; none where nothing is allowed. */
export type Cell = readonly PortRange[] | "unknown";

interface Side extends End {
    readonly opens: boolean;
    readonly isSeen: boolean;
    readonly places: readonly Place[];
}

/** Nothing where there are neither pods nor namespaces for them. */
export function reachOf(inventory: Inventory): Reach | undefined {
    const network = networkOf(inventory);
    const { groups, unread } = groupsOf(inventory);
    const [first] = groups;
    if (!first) return undefined;
    const unseen = inventory.unrendered.map(({ resource }) => homeOf(inventory, resource));
    const sides = [
        ...groups.map((group, index) => ofGroup(group, groups[index - 1], !unseen.includes(group.namespace))),
        ...outsideOf(inventory, network, first.pod.ip).map(ofOutside),
    ];
    const known = new Set<string | undefined>(groups.map(({ namespace }) => namespace));
    const strays = unseen.filter((namespace) => !known.has(namespace));
    return {
        ends: sides.map(({ name, detail, isOutside }) => ({ name, detail, isOutside })),
        cells: sides.map((from) => (from.opens ? sides.map((to) => cellOf(network, from, to)) : [])),
        unseen: unread + strays.length + otherPolicies(inventory).length,
    };
}

/** The namespace that what was not seen goes to, as far as it is known. */
function homeOf(inventory: Inventory, resource: Resource): string | undefined {
    const [made] = inventory.sources(resource, "namespace", "kubernetes:core/v1:Namespace");
    if (made) return namespaceName(made);
    return isHidden(resource.props, "namespace") ? undefined : resource.props.namespace;
}

/** Most pods of a namespace go by its name, the others by theirs as well. */
function ofGroup({ namespace, workloads, pod }: Group, before: Group | undefined, isSeen: boolean): Side {
    const [first = "", ...others] = workloads.map((name) => name.replace(`${namespace}-`, ""));
    const detail = others.length > 0 ? `${first} and ${others.length} more` : first;
    return {
        name: namespace,
        detail: before?.namespace === namespace ? detail : "",
        isOutside: false,
        opens: true,
        isSeen,
        places: [pod],
    };
}

const ofOutside = (outside: Outside): Side => ({ ...outside, isOutside: true, isSeen: true });

function cellOf(network: Network, from: Side, to: Side): Cell {
    if (from.isOutside && to.isOutside) return [];
    if (!from.isSeen || !to.isSeen) return "unknown";
    try {
        // Another pod like it is not the same one.
        return merged(
            from.places.flatMap((place) => to.places.flatMap((other) => reachablePorts(network, place, { ...other }))),
        );
    } catch (error) {
        if (error instanceof UnknownValue) return "unknown";
        throw error;
    }
}

/** By protocol and number; ranges that meet are one. */
export function merged(ranges: readonly PortRange[]): PortRange[] {
    const sorted = ranges.toSorted(
        (one, other) => one.protocol.localeCompare(other.protocol) || one.first - other.first,
    );
    const found: PortRange[] = [];
    for (const range of sorted) {
        const last = found.at(-1);
        if (last && last.protocol === range.protocol && range.first <= last.last + 1)
            found[found.length - 1] = { ...last, last: Math.max(last.last, range.last) };
        else found.push(range);
    }
    return found;
}

/** Ports in words, such as `443, 8080-8090, UDP 53`; TCP goes without saying. */
export function portsInWords(ranges: readonly PortRange[]): string {
    if (ranges.length === 3 && ranges.every(({ first, last }) => first === 1 && last === 65_535)) return "every port";
    return ranges
        .map(({ protocol, first, last }) => {
            const numbers = first === last ? `${first}` : last - first === 65_534 ? "every port" : `${first}-${last}`;
            return protocol === "TCP" ? numbers : `${protocol} ${numbers}`;
        })
        .join(", ");
}
