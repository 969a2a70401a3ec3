import { type Inventory, inventory } from "../policy-pack/inventory/inventory.ts";
import type { Resource } from "../policy-pack/inventory/resource.ts";
import { seal } from "../policy-pack/inventory/unknown.ts";
import { readyStack } from "../tests/policy-pack/ready-stack.ts";

/**
 * A stack of one cluster with its platform, and so many resources: the one that meets every check, and copies of all
 * its parts but the cluster and the releases, each in namespaces and under names of its own.
 */
export function largeStack(size: number): Resource[] {
    const ready = readyStack();
    const parts = ready.filter(({ type }) => !unique.includes(type) && !type.includes(":helm.sh/"));
    const copies = Array.from({ length: size - ready.length }, (_, index) => {
        const part = parts[index % parts.length] as Resource;
        return copyOf(part, 1 + Math.floor(index / parts.length));
    });
    return [...ready, ...copies].slice(0, size);
}

/** The same, as the rules see it; releases count as rendered, for their rendering is measured by itself. */
export function largeInventory(size: number): Inventory {
    const resources = largeStack(size).map((resource) => ({ ...resource, props: seal(resource.props) }));
    const releases = resources.filter(({ type }) => type.includes(":helm.sh/"));
    return inventory(resources, new Map(releases.map(({ urn }) => [urn, { defaults: undefined }])));
}

const unique = ["aws:eks/cluster:Cluster", "pulumi:pulumi:Stack"];

function copyOf(resource: Resource, number: number): Resource {
    const text = JSON.stringify({ ...resource, name: `${resource.name}-${number}` })
        .replaceAll(/urn:pulumi:[^"]+/g, (urn) =>
            unique.some((type) => urn.includes(type)) ? urn : `${urn}-${number}`,
        )
        .replaceAll(/"id-of-[^"]+/g, (id) => (id === '"id-of-shop' ? id : `${id}-${number}`))
        .replaceAll(/"namespace":"[^"]+/g, (namespace) => `${namespace}-${number}`);
    const copy: Resource = JSON.parse(text);
    if (copy.type === "kubernetes:core/v1:Namespace") copy.props.metadata.name += `-${number}`;
    return copy;
}
