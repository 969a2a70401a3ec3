import type { Resource } from "./resource.ts";

/** The resources, each with a URN of its own: one that is taken gets a number. */
export function withUniqueUrns(resources: readonly Resource[]): Resource[] {
    const counts = new Map<string, number>();
    return resources.map((resource) => {
        const count = (counts.get(resource.urn) ?? 0) + 1;
        counts.set(resource.urn, count);
        return count === 1 ? resource : { ...resource, urn: `${resource.urn} (${count})` };
    });
}
