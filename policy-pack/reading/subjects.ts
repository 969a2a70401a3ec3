import type { Inventory } from "../inventory/inventory.ts";
import { partial } from "../inventory/partial.ts";
import type { Resource } from "../inventory/resource.ts";
import { UnknownValue } from "../inventory/unknown.ts";

const clusterType = "aws:eks/cluster:Cluster";

/** Clusters whose settings the checks cannot read: of other providers, and of other clouds. */
const otherClusters = [
    "aws-native:eks:Cluster",
    "azure-native:containerservice:ManagedCluster",
    "azure:containerservice/kubernetesCluster:KubernetesCluster",
    "civo:index/kubernetesCluster:KubernetesCluster",
    "digitalocean:index/kubernetesCluster:KubernetesCluster",
    "exoscale:index/sksCluster:SksCluster",
    "gcp:container/cluster:Cluster",
    "google-native:container/v1:Cluster",
    "linode:index/lkeCluster:LkeCluster",
    "oci:ContainerEngine/cluster:Cluster",
    "ovh:CloudProject/kube:Kube",
    "scaleway:index/kubernetesCluster:KubernetesCluster",
    "scaleway:kubernetes/cluster:Cluster",
    "vultr:index/kubernetes:Kubernetes",
];

/**
 * What rules look at, by the names that AWS and Kubernetes give it. A stack without a cluster of its own is part of one
 * that is elsewhere: what it holds for that one is judged, and nothing is said of what it does not hold.
 */
export function clusters(inventory: Inventory): readonly Resource[] {
    const own = inventory.of(clusterType);
    return own.length > 0 ? own : [elsewhere(inventory)];
}

/** Whether the stack holds a cluster of its own. */
export const hasCluster = (inventory: Inventory): boolean => inventory.of(clusterType).length > 0;

function elsewhere(inventory: Inventory): Resource {
    const [other] = inventory.of(...otherClusters);
    const [provider = ""] = other?.type.split(":") ?? [];
    const message = other && `${other.name} is a cluster of the provider ${provider}, whose settings are not read`;
    return {
        urn: "",
        type: clusterType,
        name: other?.name ?? "the cluster",
        props: partial({}),
        standIn: { replaces: ["pass", "fail", "unknown", "not-applicable"], message, urn: other?.urn },
    };
}

export const nodeGroups = (inventory: Inventory) => inventory.of("aws:eks/nodeGroup:NodeGroup");

/** Auto Scaling groups that make nodes: those of a stack with a cluster, and those that say which one they join. */
export const ownGroups = (inventory: Inventory): readonly Resource[] =>
    inventory.of("aws:autoscaling/group:Group").filter((group) => hasCluster(inventory) || joins(group));

const joins = ({ props }: Resource): boolean =>
    ((props.tags ?? []) as { key?: string }[]).some(({ key }) => key?.startsWith("kubernetes.io/cluster/"));

export const addons = (inventory: Inventory) => inventory.of("aws:eks/addon:Addon");
export const nodeClasses = (inventory: Inventory) => inventory.objects("EC2NodeClass", "karpenter.k8s.aws");
export const nodePools = (inventory: Inventory) => inventory.objects("NodePool", "karpenter.sh");

/** Resources of the types, whether or not the stack has a cluster. */
export const resourcesOf =
    (...types: string[]) =>
    (inventory: Inventory): readonly Resource[] =>
        inventory.of(...types);

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
