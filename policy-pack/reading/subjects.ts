import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { UnknownValue } from "../inventory/unknown.ts";

/** What rules look at, by the names that AWS and Kubernetes give it. */
export const clusters = (inventory: Inventory) => inventory.of("aws:eks/cluster:Cluster");
export const nodeGroups = (inventory: Inventory) => inventory.of("aws:eks/nodeGroup:NodeGroup");
export const addons = (inventory: Inventory) => inventory.of("aws:eks/addon:Addon");
export const nodePools = (inventory: Inventory) => inventory.objects("NodePool", "karpenter.sh");

/** Resources of the types, wherever the stack has a cluster: others are no business of these checks. */
export const besideCluster =
    (...types: string[]) =>
    (inventory: Inventory): readonly Resource[] =>
        clusters(inventory).length > 0 ? inventory.of(...types) : [];

/** EKS Auto Mode: AWS runs nodes, storage and load balancing. */
export const isAutoMode = (cluster: Resource): boolean => cluster.props.computeConfig?.enabled === true;

/** The EKS add-on of a name. */
export const addon = (inventory: Inventory, name: string): Resource | undefined =>
    addons(inventory).find(({ props }) => props.addonName === name);

/**
 * Availability zones of the subnets that a property of the resources refers to.
 * @throws UnknownValue where fewer than two are known and a subnet is not in the stack.
 */
export function zonesOf(inventory: Inventory, resources: readonly Resource[], property: string): ReadonlySet<string> {
    const subnets = new Set(
        resources.flatMap((resource) => inventory.sources(resource, property, "aws:ec2/subnet:Subnet")),
    );
    const zones = new Set([...subnets].map(({ props }) => props.availabilityZone ?? props.availabilityZoneId));
    if (zones.size >= 2) return zones;
    const named = resources.reduce((count, { props }) => {
        const value = props[property]?.subnetIds ?? props[property];
        return count + (Array.isArray(value) ? value.length : 1);
    }, 0);
    if (named > subnets.size) throw new UnknownValue("the zone of a subnet outside the stack", "unknown");
    return zones;
}

export const annotationsOf = ({ props }: Resource): Record<string, string> => props.metadata?.annotations ?? {};
