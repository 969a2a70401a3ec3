import type { Inventory } from "../inventory.ts";
import type { Resource } from "../model.ts";

/** What rules look at, by the names that AWS and Kubernetes give it. */
export const clusters = (inventory: Inventory) => inventory.of("aws:eks/cluster:Cluster");
export const nodeGroups = (inventory: Inventory) => inventory.of("aws:eks/nodeGroup:NodeGroup");
export const addons = (inventory: Inventory) => inventory.of("aws:eks/addon:Addon");

/** Resources of the types, wherever the stack has a cluster: others are no business of these checks. */
export const besideCluster =
    (...types: string[]) =>
    (inventory: Inventory): readonly Resource[] =>
        clusters(inventory).length > 0 ? inventory.of(...types) : [];

/** EKS Auto Mode: AWS runs nodes, storage and load balancing. */
export const isAutoMode = (cluster: Resource): boolean => cluster.props.computeConfig?.enabled === true;
