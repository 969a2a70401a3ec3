import type { Api } from "../../../kubernetes/api.ts";
import { isTrue, type KubernetesObject, namespacedName } from "../../../kubernetes/kubernetes-object.ts";
import { zoneLabel } from "../../../kubernetes/nodes.ts";
import { carries } from "../../../kubernetes/placement.ts";
import { claimsOf } from "../../../kubernetes/volumes.ts";
import { livePods, owns, quorumOf, replicated, workloadName } from "./workloads.ts";

/** Over which zones the pods of a workload are. */
export interface Spread {
    readonly workload: string;
    readonly replicas: number;
    /** How many of its ready pods each zone has, by the name of the zone. */
    readonly ready: ReadonlyMap<string, number>;
    /** What it asks of the scheduler: other zones or no place, other zones where it can be, or nothing. */
    readonly demand: "hard" | "soft" | "none";
}

/** Names of the nodes of a zone. */
export async function nodesIn(api: Api, zone: string): Promise<string[]> {
    const nodes = await api.list("v1", "Node");
    return nodes.filter((node) => zoneOf(node) === zone).map(({ metadata }) => metadata.name);
}

/** Pods with a volume in a zone: `namespace/name`. They can run nowhere else. */
export async function podsBoundTo(api: Api, zone: string): Promise<string[]> {
    const volumes = (await api.list("v1", "PersistentVolume")).filter((volume) => zoneOf(volume) === zone);
    const claims = volumes.map(({ spec }) => `${spec.claimRef.namespace}/${spec.claimRef.name}`);
    const pods = await api.list("v1", "Pod");
    return pods
        .filter((pod) => claimsOf(pod).some((name) => claims.includes(`${pod.metadata.namespace}/${name}`)))
        .map(namespacedName);
}

/** Where the pods of each workload of more than one replica are. */
export async function spreadsOf(api: Api): Promise<Spread[]> {
    const [nodes, pods, all] = await Promise.all([api.list("v1", "Node"), livePods(api), replicated(api)]);
    const zones = new Map(nodes.map((node) => [node.metadata.name, zoneOf(node) ?? "no zone"]));
    return all.map((workload) => {
        const ready = pods.filter((pod) => owns(workload, pod) && isTrue(pod, "Ready"));
        const byZone = Map.groupBy(ready, ({ spec }) => zones.get(spec.nodeName) ?? "no zone");
        return {
            workload: workloadName(workload),
            replicas: workload.spec.replicas,
            ready: new Map([...byZone].map(([zone, { length }]) => [zone, length])),
            demand: demandOf(workload.spec.template),
        };
    });
}

/** Zones whose loss, all at once and without a drain, leaves a workload without quorum. */
export function fatalZones({ replicas, ready }: Spread): string[] {
    const all = [...ready.values()].reduce((total, count) => total + count, 0);
    return [...ready].filter(([, count]) => all - count < quorumOf(replicas)).map(([zone]) => zone);
}

interface Rule {
    readonly topologyKey: string;
    readonly labelSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly whenUnsatisfiable?: "DoNotSchedule" | "ScheduleAnyway";
}

/** Rules that select other pods say nothing of these. */
function demandOf({ metadata, spec }: KubernetesObject): Spread["demand"] {
    const counts = ({ topologyKey, labelSelector }: Rule) =>
        topologyKey === zoneLabel && carries(metadata.labels, labelSelector?.matchLabels ?? {});
    const constraints: Rule[] = (spec.topologySpreadConstraints ?? []).filter(counts);
    const away = spec.affinity?.podAntiAffinity ?? {};
    const required: Rule[] = away.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const preferred: { podAffinityTerm: Rule }[] = away.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    const isHard = ({ whenUnsatisfiable }: Rule) => whenUnsatisfiable === "DoNotSchedule";
    if (constraints.some(isHard) || required.some(counts)) return "hard";
    return constraints.length > 0 || preferred.some((it) => counts(it.podAffinityTerm)) ? "soft" : "none";
}

const zoneOf = ({ metadata }: KubernetesObject): string | undefined => metadata.labels?.[zoneLabel];
