import type { Resource } from "./model.ts";

/** The resources with a URN each: what would have one that is taken gets a number. */
export function apart(resources: readonly Resource[]): Resource[] {
    const counts = new Map<string, number>();
    return resources.map((resource) => {
        const count = (counts.get(resource.urn) ?? 0) + 1;
        counts.set(resource.urn, count);
        return count === 1 ? resource : { ...resource, urn: `${resource.urn} (${count})` };
    });
}
