import type { Profile, Taint } from "../platform/addon.ts";
import type { NodePool } from "../platform/kubernetes-object.ts";
import { nodeClassName } from "./node-class.ts";

/** Bounds of the pool for workloads that ask for nothing special. */
export interface GeneralPool {
    /** EC2 instance categories that Karpenter may choose from. */
    instanceCategories: string[];
    /** Most vCPU of all nodes together. */
    cpuLimit: number;
    /** Most memory of all nodes together, GiB. */
    memoryLimitGiB: number;
    /** Use spot capacity too. */
    allowSpot: boolean;
}

/**
 * The pool `general`. Machines of 4 vCPU and more, of generation 5 and later (AWS Nitro), in all zones of the cluster.
 * A machine lives two weeks at most, so that none runs an old image for long.
 */
export const generalPool = ({ zones }: Profile, pool: GeneralPool, startupTaint?: Taint): NodePool => ({
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name: "general" },
    spec: {
        limits: { cpu: pool.cpuLimit, memory: `${pool.memoryLimitGiB}Gi` },
        disruption: {
            consolidationPolicy: "WhenEmptyOrUnderutilized",
            // A short dip in load does not cost a machine.
            consolidateAfter: "5m",
            budgets: [{ nodes: "10%" }],
        },
        template: {
            metadata: { labels: { "node-class": "general" } },
            spec: {
                nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: nodeClassName },
                ...(startupTaint && { startupTaints: [startupTaint] }),
                expireAfter: "336h",
                // A pod that refuses to go does not keep a machine past its time.
                terminationGracePeriod: "24h",
                requirements: [
                    oneOf("karpenter.sh/capacity-type", pool.allowSpot ? ["on-demand", "spot"] : ["on-demand"]),
                    oneOf("topology.kubernetes.io/zone", zones),
                    // Images of one's own are not always built for arm64.
                    oneOf("kubernetes.io/arch", ["amd64"]),
                    oneOf("kubernetes.io/os", ["linux"]),
                    oneOf("karpenter.k8s.aws/instance-category", pool.instanceCategories),
                    above("karpenter.k8s.aws/instance-generation", 4),
                    above("karpenter.k8s.aws/instance-cpu", 3),
                ],
            },
        },
    },
});

type Requirement = NodePool["spec"]["template"]["spec"]["requirements"][number];

const oneOf = (key: string, values: string[]): Requirement => ({ key, operator: "In", values });
const above = (key: string, value: number): Requirement => ({ key, operator: "Gt", values: [`${value}`] });
