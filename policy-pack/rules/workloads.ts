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

/** Everything that makes pods, and single pods. */
export const workloads = (inventory: Inventory): readonly Resource[] =>
    kinds.flatMap(([kind, group]) => inventory.objects(kind, group));

export interface Container {
    name: string;
    image: string;
    // biome-ignore lint/suspicious/noExplicitAny: the fields of a container
    [field: string]: any;
}

/** The pod spec of a workload. */
// biome-ignore lint/suspicious/noExplicitAny: the fields of a pod
export function podSpec({ type, props }: Resource): any {
    if (type.endsWith(":Pod")) return props.spec ?? {};
    if (type.endsWith(":CronJob")) return props.spec?.jobTemplate?.spec?.template?.spec ?? {};
    return props.spec?.template?.spec ?? {};
}

/** All containers of a workload's pods, init containers among them. */
export function containers(workload: Resource): readonly Container[] {
    const spec = podSpec(workload);
    return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
}
