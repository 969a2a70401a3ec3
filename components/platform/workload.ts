import type { Profile } from "./addon.ts";
import { reasonAnnotation } from "./network-policies.ts";
import { platformPriority } from "./priority-class.ts";

/**
 * Requests and limits of one container. `cpu` in millicores, `memory` in MiB, `diskGiB` for what it writes outside of
 * volumes (default: what the namespace gives, 1 GiB at most). The memory limit is the request, so that a node never
 * promises memory twice; the CPU limit is four times the request, room for a burst without starving neighbours.
 */
export function resources(cpu: number, memory: number, diskGiB?: number) {
    const disk: Record<string, string> = diskGiB === undefined ? {} : { "ephemeral-storage": `${diskGiB}Gi` };
    return {
        requests: { cpu: `${cpu}m`, memory: `${memory}Mi`, ...disk },
        limits: { cpu: `${4 * cpu}m`, memory: `${memory}Mi`, ...disk },
    };
}

/** Where the platform's controllers run: on the system nodes, before any workload. */
export const placement = (profile: Profile) => ({
    nodeSelector: profile.systemNodeSelector,
    tolerations: profile.systemTolerations,
    priorityClassName: platformPriority,
});

/** A DaemonSet that must be everywhere: it tolerates every taint. */
export const everyNode = {
    tolerations: [{ operator: "Exists" }],
    priorityClassName: platformPriority,
};

/**
 * Spreads pods over zones, and over hosts within a zone. Zones strictly: two replicas in one zone go down together.
 * Tainted nodes do not count (`Honor`), so that a zone that is lost or drained does not keep the replacement pending;
 * nor do pods of another revision, so that a rolling update can finish. Where nodes name no zone only hosts count: held
 * to a label that no node has, no pod would find a place.
 */
export const spread = ({ zones }: Profile, matchLabels: Record<string, string>) => [
    ...(zones.length > 0
        ? [{ ...constraint("topology.kubernetes.io/zone", "DoNotSchedule"), labelSelector: { matchLabels } }]
        : []),
    { ...constraint("kubernetes.io/hostname", "ScheduleAnyway"), labelSelector: { matchLabels } },
];

const constraint = (topologyKey: string, whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway") => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable,
    nodeTaintsPolicy: "Honor" as const,
    matchLabelKeys: ["pod-template-hash"],
});

/** One pod at a time may be evicted, and a pod that is broken already never holds up a node's drain. */
export const budget = { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" } as const;

/** What Pod Security level `restricted` asks of a pod. */
export const restrictedPod = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } as const;

/** A container without powers beyond those of its user. */
export const unprivileged = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };

/** Says on a workload why one pod of it is enough. */
export const singleton = (reason: string) => ({ [reasonAnnotation]: reason });
