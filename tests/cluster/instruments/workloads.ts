import type { Api } from "../../../kubernetes/api.ts";
import { type KubernetesObject, namespacedName } from "../../../kubernetes/kubernetes-object.ts";
import { carries } from "../../../kubernetes/placement.ts";

/** Pods that have not ended. */
export const livePods = (api: Api): Promise<KubernetesObject[]> =>
    api.list("v1", "Pod", undefined, "fieldSelector=status.phase!=Succeeded,status.phase!=Failed");

/** What makes pods, of these kinds. */
export const workloads = async (
    api: Api,
    kinds: readonly ("Deployment" | "StatefulSet" | "DaemonSet")[],
): Promise<KubernetesObject[]> => (await Promise.all(kinds.map((kind) => api.list("apps/v1", kind)))).flat();

/** Workloads of more than one replica. */
export const replicated = async (api: Api): Promise<KubernetesObject[]> =>
    (await workloads(api, ["StatefulSet", "Deployment"])).filter(({ spec }) => spec.replicas > 1);

/** Whether a pod is one of a workload's. */
export const owns = ({ metadata, spec }: KubernetesObject, pod: KubernetesObject): boolean =>
    pod.metadata.namespace === metadata.namespace && carries(pod.metadata.labels, spec.selector.matchLabels);

/** `StatefulSet shop/database`. */
export const workloadName = (workload: KubernetesObject): string => `${workload.kind} ${namespacedName(workload)}`;

/** Fewest replicas that are a quorum: of three or more more than half, of two one; one alone has none to lose. */
export const quorumOf = (replicas: number): number => (replicas > 2 ? Math.floor(replicas / 2) + 1 : 1);
