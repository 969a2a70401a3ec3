import type { Resource } from "../../inventory/resource.ts";

/** The longest chain of resources that wait for one another: no number of hands makes an update shorter. */
export interface Way {
    /** From the first to the last that is made. */
    readonly up: readonly Step[];
    /** How long it would be if each waited only for what it names itself, and not for what its component waits for. */
    readonly shortest: number;
    /** From the first to the last that is removed: what goes with something else takes no step. */
    readonly down: readonly Step[];
}

export interface Step {
    readonly name: string;
    /** Such as `NodeGroup`. */
    readonly kind: string;
}

type Edges = (resource: Resource) => readonly (string | undefined)[];

/** `undefined` where the order is not known, as of manifests, or nothing waits. */
export function wayOf(resources: readonly Resource[]): Way | undefined {
    if (!resources.some(({ order }) => order)) return undefined;
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const find = (urn: string) => byUrn.get(urn);
    const isMade = ({ type, order }: Resource) => order?.custom === true && !type.startsWith("pulumi:");
    const isRemoved = (resource: Resource) => isMade(resource) && !find(resource.order?.deletedWith ?? "");
    const up = longest(resources, waits, find, isMade);
    if (up.length < 2) return undefined;
    const down = longest(resources, waits, find, isRemoved).reverse();
    return {
        up: up.map(step),
        shortest: longest(resources, names, find, isMade).length,
        down: down.map(step),
    };
}

/** What a resource itself names. */
const names: Edges = ({ provider, dependencies = {}, order }) => [
    provider,
    ...Object.values(dependencies).flat(),
    ...(order?.after ?? []),
];

/** A resource is registered when its parent is, which waits for its own. */
const waits: Edges = (resource) => [...names(resource), resource.parent];

/** The most resources that count, one after the other. */
function longest(
    resources: readonly Resource[],
    edges: Edges,
    find: (urn: string) => Resource | undefined,
    counts: (resource: Resource) => boolean,
): Resource[] {
    interface End {
        readonly length: number;
        readonly resource?: Resource;
        readonly before?: End;
    }
    const none: End = { length: 0 };
    const ends = new Map<Resource, End>();
    const endOf = (resource: Resource): End => {
        const known = ends.get(resource);
        if (known) return known;
        ends.set(resource, none); // a circle, which no engine makes, ends here
        const before = edges(resource).reduce<End>((best, urn) => {
            const other = urn === undefined ? undefined : find(urn);
            const end = other ? endOf(other) : none;
            return end.length > best.length ? end : best;
        }, none);
        const end = counts(resource) ? { length: before.length + 1, resource, before } : before;
        ends.set(resource, end);
        return end;
    };
    let last: End | undefined = resources
        .map(endOf)
        .reduce((best, end) => (end.length > best.length ? end : best), none);
    const chain: Resource[] = [];
    for (; last?.resource; last = last.before) chain.push(last.resource);
    return chain.reverse();
}

const step = ({ name, type }: Resource): Step => ({ name, kind: type.split(":").at(-1) ?? type });
