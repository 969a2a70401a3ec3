import { type Inventory, inventory } from "./inventory.ts";
import type { Resource } from "./resource.ts";
import { isHidden } from "./unknown.ts";

const clusterType = "aws:eks/cluster:Cluster";

/** Version of Kubernetes where no cluster of the stack tells its own. */
export const assumedKubernetes = "1.35";

/**
 * The cluster that a resource is part of: the only one of the stack, the one that a `clusterName` names, or the one
 * that a Kubernetes object's provider talks to. `undefined` where nothing tells.
 */
export function clusterOf(all: Inventory, resource: Resource): Resource | undefined {
    const clusters = all.of(clusterType);
    if (clusters.length < 2) return clusters[0];
    if (resource.type === clusterType) return resource;
    const provider = resource.type.startsWith("kubernetes:") ? all.find(resource.provider ?? "") : undefined;
    const reference = provider ?? resource;
    const [made] = Object.keys(reference.dependencies ?? {}).flatMap((key) => all.sources(reference, key, clusterType));
    if (made) return made;
    const name = isHidden(resource.props, "clusterName") ? undefined : resource.props.clusterName;
    return clusters.find(({ props }) => !isHidden(props, "name") && name !== undefined && props.name === name);
}

const scopes = new WeakMap<Resource, { of: Inventory; scope: Inventory }>();

/**
 * What belongs to the cluster that a subject is, or that an object or release is on, and what belongs to none in
 * particular: the whole inventory where there is one cluster.
 */
export function scopeOf(all: Inventory, subject: Resource): Inventory {
    if (all.of(clusterType).length < 2) return all;
    const isOn = subject.type.startsWith("kubernetes:");
    const cluster = subject.type === clusterType || isOn ? clusterOf(all, subject) : undefined;
    return cluster ? scopeOfCluster(all, cluster) : all;
}

function scopeOfCluster(all: Inventory, cluster: Resource): Inventory {
    const known = scopes.get(cluster);
    if (known?.of === all) return known.scope;
    const own = all.resources.filter((resource) => [undefined, cluster].includes(clusterOf(all, resource)));
    const here = new Set(own);
    const scope = {
        ...inventory(own, new Map(all.releases.map((release) => [release.resource.urn, release]))),
        whole: all,
        // The objects of a group may be on another cluster, and are no less seen for that.
        unrendered: all.unrendered.filter(({ resource }) => here.has(resource)),
    };
    scopes.set(cluster, { of: all, scope });
    return scope;
}
