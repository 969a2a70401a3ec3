import type { Api } from "../../../kubernetes/api.ts";
import type { KubernetesObject } from "../../../kubernetes/kubernetes-object.ts";
import { requestsOf } from "../../../kubernetes/pod-requests.ts";
import { quantity } from "../../../sandbox/providers/kubernetes/quantity.ts";
import { livePods } from "./workloads.ts";

/** How much of one resource is left on the nodes of a group. */
export interface Headroom {
    readonly resource: "cpu" | "memory" | "pods";
    /** Cores, bytes or pods that the nodes offer to pods, all together. */
    readonly allocatable: number;
    /** What the pods on them ask for, as the scheduler counts. */
    readonly requested: number;
    /** Share that is left, 0 to 1. */
    readonly free: number;
}

const resources = ["cpu", "memory", "pods"] as const;

/** What is left on the nodes of a node group, now. Pods that have ended ask for nothing. */
export async function headroomOf(api: Api, group: string): Promise<Headroom[]> {
    const nodes = await api.list("v1", "Node", undefined, `labelSelector=eks.amazonaws.com/nodegroup%3D${group}`);
    const names = nodes.map(({ metadata }) => metadata.name);
    const pods = (await livePods(api)).filter(({ spec }) => names.includes(spec.nodeName));
    return resources.map((resource) => {
        const allocatable = sum(nodes.map(({ status }) => quantity(status.allocatable[resource])));
        const requested = sum(pods.map((pod) => asked(pod, resource)));
        return { resource, allocatable, requested, free: 1 - requested / allocatable };
    });
}

const asked = (pod: KubernetesObject, resource: Headroom["resource"]): number =>
    resource === "pods" ? 1 : requestsOf(pod)[resource];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
