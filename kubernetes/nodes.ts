import { capacityOf } from "./instance-types.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import type { Requests } from "./pod-requests.ts";
import type { NodeGroup, Shape, Taint } from "./shape.ts";

/** A machine of the cluster. */
export interface Machine {
    readonly name: string;
    readonly instanceType: string;
    readonly zone: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly Taint[];
}

export const zoneLabel = "topology.kubernetes.io/zone";

/** The machines that a node group begins with: over its zones in turn. */
export const machinesOf = ({ name, instanceType, size, zones, labels, taints }: NodeGroup): Machine[] =>
    Array.from({ length: size }, (_, index) => ({
        name: `${name}-${index + 1}`,
        instanceType,
        zone: zones[index % zones.length] ?? "",
        labels: { ...labels, "eks.amazonaws.com/nodegroup": name },
        taints,
    }));

/** The Node object of a machine; kwok keeps it ready and runs its pods. */
export function node(
    { name, instanceType, zone, labels, taints }: Machine,
    { region }: Pick<Shape, "region">,
): KubernetesObject {
    const { architecture, pods, total, allocatable } = capacityOf(instanceType);
    const quantities = ({ cpu, memory }: Requests) => ({
        cpu: `${cpu}`,
        memory: `${memory}`,
        pods: `${pods}`,
        "ephemeral-storage": "100Gi",
    });
    return {
        apiVersion: "v1",
        kind: "Node",
        metadata: {
            name,
            annotations: { "kwok.x-k8s.io/node": "fake" },
            labels: {
                "kubernetes.io/hostname": name,
                "kubernetes.io/os": "linux",
                "kubernetes.io/arch": architecture,
                "node.kubernetes.io/instance-type": instanceType,
                "topology.kubernetes.io/region": region,
                [zoneLabel]: zone,
                ...labels,
            },
        },
        spec: { taints, providerID: `aws:///${zone}/${name}` },
        status: {
            capacity: quantities(total),
            allocatable: quantities(allocatable),
            nodeInfo: { architecture, operatingSystem: "linux" },
        },
    };
}
