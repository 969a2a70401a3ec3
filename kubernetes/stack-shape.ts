import { Failure } from "production-cluster-sandbox/console.ts";
import type { State } from "production-cluster-sandbox/engine/stack.ts";
import { eksAddonObjects } from "./eks-addons.ts";
import { capacityOf } from "./instance-types.ts";
import type { NodeGroup, NodePool, Shape, Taint } from "./shape.ts";

/** How EKS writes the effects of taints. */
const effects: Readonly<Record<string, Taint["effect"]>> = {
    NO_SCHEDULE: "NoSchedule",
    PREFER_NO_SCHEDULE: "PreferNoSchedule",
    NO_EXECUTE: "NoExecute",
};

/** Generation that stands for all that a pool may choose from, by architecture. */
const families: Readonly<Record<string, string>> = { amd64: "6i", arm64: "7g" };

const sizes = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"];

/**
 * The cluster that a stack's state describes: node groups at their desired size, Karpenter NodePools, EKS add-ons.
 *
 * @throws Failure where the stack makes no cluster.
 */
export function shapeOf(resources: readonly State[]): Shape {
    const [cluster] = inputsOf(resources, "aws:eks/cluster:Cluster");
    if (!cluster) {
        throw new Failure(
            "This stack is for a cluster that exists, and does not say what nodes it has. " +
                "Start one without STACK: three nodes that take any pod.",
        );
    }
    const zoneBySubnet = new Map(
        resources
            .filter(({ type }) => type === "aws:ec2/subnet:Subnet")
            .map(({ id = "", outputs }) => [id, String(outputs?.availabilityZone)]),
    );
    const groups = inputsOf(resources, "aws:eks/nodeGroup:NodeGroup").map((inputs) => nodeGroup(inputs, zoneBySubnet));
    const zones = [...new Set(groups.flatMap((group) => group.zones))].toSorted();
    return {
        region: zones[0]?.replace(/[a-z]$/, "") ?? "",
        zones,
        serviceCidr: cluster.kubernetesNetworkConfig.serviceIpv4Cidr,
        groups,
        pools: inputsOf(resources, "kubernetes:karpenter.sh/v1:NodePool").map(nodePool),
        addons: eksAddonObjects(resources),
    };
}

/** Inputs are as many-shaped as there are resource types. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type Inputs = Record<string, any>;

const inputsOf = (resources: readonly State[], type: string): Inputs[] =>
    resources.filter((it) => it.type === type).map(({ inputs }) => inputs ?? {});

const nodeGroup = (inputs: Inputs, zoneBySubnet: ReadonlyMap<string, string>): NodeGroup => ({
    name: inputs.nodeGroupName ?? "system",
    instanceType: inputs.instanceTypes[0],
    size: inputs.scalingConfig.desiredSize,
    zones: inputs.subnetIds.map((id: string) => zoneBySubnet.get(id)),
    labels: inputs.labels ?? {},
    taints: (inputs.taints ?? []).map(({ key, value, effect }: Inputs) => ({ key, value, effect: effects[effect] })),
});

/** Of every size that the requirements allow, each category; the smallest machine first. */
function nodePool({ metadata, spec }: Inputs): NodePool {
    const { labels = {}, taints = [], requirements } = { ...spec.template.metadata, ...spec.template.spec };
    const one = (key: string): Inputs | undefined => requirements.find((it: Inputs) => it.key === key);
    const [architecture = "amd64"] = one("kubernetes.io/arch")?.values ?? [];
    const categories: string[] = one("karpenter.k8s.aws/instance-category")?.values ?? ["c", "m", "r"];
    const moreThan = Number(one("karpenter.k8s.aws/instance-cpu")?.values[0] ?? 0);
    const types = sizes.flatMap((size) => categories.map((category) => `${category}${families[architecture]}.${size}`));
    return {
        name: metadata.name,
        instanceTypes: types.filter((type) => capacityOf(type).total.cpu > moreThan),
        cpuLimit: Number(spec.limits?.cpu ?? Number.POSITIVE_INFINITY),
        labels,
        taints,
    };
}
