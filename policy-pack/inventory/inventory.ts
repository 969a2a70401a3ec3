import { apiOf, kindKey } from "./api.ts";
import { entrustedOf } from "./installers.ts";
import { isUnreadList, objectsOf } from "./patches-and-lists.ts";
import { type Inside, type Release, releaseOf } from "./release.ts";
import type { Resource } from "./resource.ts";
import { isHidden } from "./unknown.ts";

/** A release, or a group of manifests, whose objects are not among the resources. */
export interface Unrendered {
    readonly resource: Resource;
    readonly called: "release" | "group of manifests";
    /** Why, as one clause. */
    readonly unseen: string;
}

/** Components whose objects are their children, once their inputs and their cluster are known. */
const groups = ["yaml:ConfigFile", "yaml:ConfigGroup", "kustomize:Directory"].flatMap((type) => [
    `kubernetes:${type}`,
    `kubernetes:${type.replace(":", "/v2:")}`,
]);

/** Everything that a plan, a state or a set of manifests holds, indexed for the rules. */
export interface Inventory {
    readonly resources: readonly Resource[];
    readonly releases: readonly Release[];
    /** Charts that objects name for others to install: Applications of Argo CD, HelmReleases of Flux and their like. */
    readonly entrusted: readonly Release[];
    /** All there is; the inventory of one cluster of several is a part of it. */
    readonly whole: Inventory;
    /** What brings objects that are not among the resources. */
    readonly unrendered: readonly Unrendered[];
    /** Resources of any of these Pulumi types. */
    of(...types: string[]): readonly Resource[];
    /** Kubernetes objects of a kind, of an API group (`core` for the core one) where given, of any version. */
    objects(kind: string, group?: string): readonly Resource[];
    find(urn: string): Resource | undefined;
    /** The release that a resource is, or the first chart that it has installed. */
    release(resource: Resource): Release | undefined;
    /** What a property of a resource was made from, or refers to by id or ARN; of one type where given. */
    sources(resource: Resource, property: string, type?: string): readonly Resource[];
    /** Resources of a type that refer to this one in a property. */
    users(resource: Resource, property: string, type: string): readonly Resource[];
}

/** Builds the index; the order of the resources is kept. `insides` tells of releases, by URN, what became of them. */
export function inventory(given: readonly Resource[], insides: ReadonlyMap<string, Inside> = new Map()): Inventory {
    const resources = given.flatMap(objectsOf);
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const byType = Map.groupBy(resources, ({ type }) => type);
    const byKind = Map.groupBy(resources, ({ type }) => apiOf(type)?.kind);
    const byApi = Map.groupBy(resources, ({ type }) => kindKey(type));
    const byId = new Map(resources.flatMap((resource) => (resource.ids ?? []).map((id) => [id, resource] as const)));
    const parents = new Set(resources.map(({ parent }) => parent));
    const releases = resources.flatMap((resource) => {
        // A Chart whose objects Pulumi itself renders has them as its children; those of a Release are anybody's.
        const isSeen = resource.type.endsWith(":Chart") && parents.has(resource.urn);
        const otherwise = isSeen ? {} : { unseen: "nothing rendered it" };
        return releaseOf(resource, insides.get(resource.urn) ?? otherwise) ?? [];
    });

    const lookup = (kind: string, group: string) => byApi.get(`${group}/${kind}`) ?? [];
    const entrusted = resources.flatMap((resource) => entrustedOf(resource, lookup));

    const emptyGroups = groups.flatMap((type) => byType.get(type) ?? []).filter(({ urn }) => !parents.has(urn));
    const unrendered = [
        ...releases.flatMap(({ resource, unseen }): Unrendered[] =>
            unseen === undefined ? [] : [{ resource, called: "release", unseen }],
        ),
        ...emptyGroups.map((resource): Unrendered => {
            return { resource, called: "group of manifests", unseen: "the stack holds none of the objects yet" };
        }),
        ...resources.filter(isUnreadList).map((resource): Unrendered => {
            return { resource, called: "group of manifests", unseen: "its items are known only after the update" };
        }),
        ...entrusted
            .filter(({ resource }, index) => entrusted[index - 1]?.resource !== resource)
            .map(({ resource, unseen = "" }): Unrendered => ({ resource, called: "release", unseen })),
    ];

    const releaseByUrn = new Map(
        [...releases, ...entrusted].reverse().map((release) => [release.resource.urn, release]),
    );

    const sources = (resource: Resource, property: string, type?: string): readonly Resource[] => {
        const made = (resource.dependencies?.[property] ?? []).map((urn) => byUrn.get(urn));
        const named = knownStrings(resource.props, property).map((id) => byId.get(id));
        const found = [...made, ...named].filter((source) => source !== undefined);
        return [...new Set(found)].filter((source) => !type || source.type === type);
    };
    /** By type and property, what refers to what: read once, however many ask. */
    const references = new Map<string, ReadonlyMap<Resource, { user: Resource }[]>>();
    const referring = (property: string, type: string) => {
        const key = `${type} ${property}`;
        const known = references.get(key);
        if (known) return known;
        const users = byType.get(type) ?? [];
        const pairs = users.flatMap((user) => sources(user, property).map((source) => ({ source, user })));
        const found = Map.groupBy(pairs, ({ source }) => source);
        references.set(key, found);
        return found;
    };
    const built: Inventory = {
        resources,
        releases,
        entrusted,
        get whole() {
            return built;
        },
        unrendered,
        of: (...types) => types.flatMap((type) => byType.get(type) ?? []),
        objects: (kind, group) => (group ? byApi.get(`${group}/${kind}`) : byKind.get(kind)) ?? [],
        find: (urn) => byUrn.get(urn),
        release: ({ urn }) => releaseByUrn.get(urn),
        sources,
        users: (resource, property, type) =>
            referring(property, type)
                .get(resource)
                ?.map(({ user }) => user) ?? [],
    };
    return built;
}

/** Strings below a property, as far as they can be read. */
function knownStrings(props: Record<string, unknown>, property: string): string[] {
    const read = (parent: Record<string, unknown>, key: string): string[] => {
        const value = isHidden(parent, key) ? undefined : parent[key];
        if (typeof value === "string") return [value];
        if (typeof value !== "object" || value === null) return [];
        return Object.keys(value).flatMap((child) => read(value as Record<string, unknown>, child));
    };
    return read(props, property);
}
