import type { Inventory } from "../inventory.ts";
import type { Resource } from "../model.ts";

/** Kinds that hold a pod template, by group. */
const kinds = [
    ["Deployment", "apps"],
    ["StatefulSet", "apps"],
    ["DaemonSet", "apps"],
    ["ReplicaSet", "apps"],
    ["ReplicationController", "core"],
    ["Job", "batch"],
    ["CronJob", "batch"],
    ["Pod", "core"],
] as const;

type Kind = (typeof kinds)[number][0];

/** Everything that makes pods, and single pods. */
export const workloads = (inventory: Inventory): readonly Resource[] =>
    kinds.flatMap(([kind, group]) => inventory.objects(kind, group));

/** Workloads of some kinds only. */
export const workloadsOf =
    (...wanted: Kind[]) =>
    (inventory: Inventory): readonly Resource[] =>
        kinds.filter(([kind]) => wanted.includes(kind)).flatMap(([kind, group]) => inventory.objects(kind, group));

/** Workloads that run until they are stopped. */
export const services = workloadsOf("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController");

/** Workloads whose pods stand in for each other. */
export const replicated = workloadsOf("Deployment", "StatefulSet");

export interface Container {
    name: string;
    image?: string;
    // biome-ignore lint/suspicious/noExplicitAny: the fields of a container
    [field: string]: any;
}

/** Metadata and spec of the pods of a workload. */
// biome-ignore lint/suspicious/noExplicitAny: the fields of a pod
export function podTemplate({ type, props }: Resource): { metadata?: any; spec?: any } {
    if (type.endsWith(":Pod")) return props;
    const spec = type.endsWith(":CronJob") ? props.spec?.jobTemplate?.spec : props.spec;
    return spec?.template ?? {};
}

/** The pod spec of a workload. */
// biome-ignore lint/suspicious/noExplicitAny: the fields of a pod
export const podSpec = (workload: Resource): any => podTemplate(workload).spec ?? {};

export const podLabels = (workload: Resource): Record<string, string> => podTemplate(workload).metadata?.labels ?? {};

/** All containers of a workload's pods, init and ephemeral containers among them. */
export function containers(workload: Resource): readonly Container[] {
    const { initContainers = [], containers = [], ephemeralContainers = [] } = podSpec(workload);
    return [...initContainers, ...containers, ...ephemeralContainers];
}

/** Containers that run next to each other: the main ones, and sidecars. */
export function runningContainers(workload: Resource): readonly Container[] {
    const { initContainers = [], containers = [] } = podSpec(workload);
    return [...initContainers.filter(({ restartPolicy }: Container) => restartPolicy === "Always"), ...containers];
}

export const isWindows = (workload: Resource): boolean => podSpec(workload).os?.name === "windows";
