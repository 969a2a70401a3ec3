import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { isOwned } from "./owners.ts";
import { customWorkloads, isLikeDeployment, templateOf } from "./pod-templates.ts";

/** Kinds that hold a pod template. */
const kinds = [
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Job",
    "CronJob",
    "Pod",
] as const;

type Kind = (typeof kinds)[number];

/** API groups that have, or had, such kinds; `extensions` until Kubernetes 1.16. */
const groups = ["core", "apps", "batch", "extensions"];

/**
 * Everything that makes pods, and single pods. A kind counts in every group of Kubernetes' own: the wrong one is no way
 * around a check. An object of any other kind counts by each pod template that it holds.
 */
export const workloads = (inventory: Inventory): readonly Resource[] => [
    ...workloadsOf(...kinds)(inventory),
    ...customWorkloads(inventory),
];

/** Workloads of some kinds only; what another workload made is judged there, at the template that all of it has. */
export const workloadsOf =
    (...wanted: Kind[]) =>
    (inventory: Inventory): readonly Resource[] =>
        wanted
            .flatMap((kind) => groups.flatMap((group) => inventory.objects(kind, group)))
            .filter((workload) => !isOwned(inventory, workload));

/** Workloads that run until they are stopped. */
export const services = (inventory: Inventory): readonly Resource[] => [
    ...workloadsOf("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController")(inventory),
    ...customWorkloads(inventory).filter(isLikeDeployment),
];

/** Workloads whose pods stand in for each other. */
export const replicated = (inventory: Inventory): readonly Resource[] => [
    ...workloadsOf("Deployment", "StatefulSet")(inventory),
    ...customWorkloads(inventory).filter(isLikeDeployment),
];

/** Whether pods of a workload run until they are stopped. */
export const runs = (workload: Resource): boolean =>
    !/:(Cron)?Job$/.test(workload.type) && (podSpec(workload).restartPolicy ?? "Always") === "Always";

export interface Container {
    name: string;
    image?: string;
    // biome-ignore lint/suspicious/noExplicitAny: the fields of a container
    [field: string]: any;
}

/** Metadata and spec of the pods of a workload. */
// biome-ignore lint/suspicious/noExplicitAny: the fields of a pod
export function podTemplate(workload: Resource): { metadata?: any; spec?: any } {
    const custom = templateOf(workload);
    if (custom) return custom;
    const { type, props } = workload;
    if (type.endsWith(":Pod")) return props;
    const spec = type.endsWith(":CronJob") ? props.spec?.jobTemplate?.spec : props.spec;
    return spec?.template ?? {};
}

/**
 * The pod spec of a workload.
 * @throws TypeError where it holds no list of any containers, so that what cannot be looked at never passes.
 */
// biome-ignore lint/suspicious/noExplicitAny: the fields of a pod
export function podSpec(workload: Resource): any {
    const { spec } = podTemplate(workload);
    const lists = [spec?.containers, spec?.initContainers, spec?.ephemeralContainers];
    if (!lists.some(Array.isArray)) throw new TypeError(`${workload.name} has no list of containers`);
    return spec;
}

/** Name of the service account of a workload's pods, where empty is none; the field `serviceAccount` is deprecated. */
export const accountOf = (workload: Resource): string =>
    podSpec(workload).serviceAccountName || podSpec(workload).serviceAccount || "default";

export const podLabels = (workload: Resource): Record<string, string> => podTemplate(workload).metadata?.labels ?? {};

/** All containers of a workload's pods, init and ephemeral containers among them. */
export function containers(workload: Resource): readonly Container[] {
    const { initContainers = [], containers = [], ephemeralContainers = [] } = podSpec(workload);
    return [...initContainers, ...containers, ...ephemeralContainers];
}

/**
 * Main containers that only mark the place of what an injector puts there, as in Istio's gateways: its image, resources,
 * probes and security context are the injector's own.
 */
export function standIns(workload: Resource): readonly Container[] {
    const { containers = [] } = podSpec(workload);
    return containers.filter(
        (container: Container) =>
            container.name === "istio-proxy" && container.image === "auto" && isInjected(podLabels(workload)),
    );
}

const isInjected = (labels: Record<string, string>): boolean => {
    const { "sidecar.istio.io/inject": inject, "istio.io/rev": revision } = labels;
    return inject === "true" || (inject !== "false" && Boolean(revision));
};

/** Containers that run next to each other: the main ones, and sidecars. */
export function runningContainers(workload: Resource): readonly Container[] {
    const { initContainers = [], containers = [] } = podSpec(workload);
    return [...initContainers.filter(({ restartPolicy }: Container) => restartPolicy === "Always"), ...containers];
}

export const isLinux = (workload: Resource): boolean => podSpec(workload).os?.name !== "windows";

export interface Variable {
    name: string;
    value?: string;
    valueFrom?: { secretKeyRef?: object };
}
