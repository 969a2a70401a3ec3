import type { KubernetesObject } from "./kubernetes-object.ts";

/** What a cluster is made of, as far as Kubernetes sees it. */
export interface Shape {
    readonly region: string;
    readonly zones: readonly string[];
    /** Range of Services. */
    readonly serviceCidr: string;
    readonly groups: readonly NodeGroup[];
    readonly pools: readonly NodePool[];
    /** Workloads of EKS add-ons, which are there before anything else. */
    readonly addons: readonly KubernetesObject[];
}

/** Machines that are there from the start. */
export interface NodeGroup {
    readonly name: string;
    readonly instanceType: string;
    /** How many, spread evenly over the zones. */
    readonly size: number;
    readonly zones: readonly string[];
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly Taint[];
}

/** Machines that are added for pods that find no place. */
export interface NodePool {
    readonly name: string;
    /** From the smallest to the largest. */
    readonly instanceTypes: readonly string[];
    /** Most vCPUs of all its machines together. */
    readonly cpuLimit: number;
    readonly labels: Readonly<Record<string, string>>;
    readonly taints: readonly Taint[];
}

export interface Taint {
    readonly key: string;
    readonly value?: string;
    readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** Three machines in three zones that take any pod: for what is not about a stack. */
export const plainShape: Shape = {
    region: "eu-west-1",
    zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    serviceCidr: "172.20.0.0/16",
    groups: [
        {
            name: "plain",
            instanceType: "m7g.xlarge",
            size: 3,
            zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
            labels: {},
            taints: [],
        },
    ],
    pools: [],
    addons: [],
};
