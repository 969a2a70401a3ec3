import type { Inventory } from "../inventory.ts";
import type { Resource } from "../model.ts";
import { scaling } from "./relations.ts";

const autoscalers = [
    ["HorizontalPodAutoscaler", "autoscaling", "minReplicas"],
    ["ScaledObject", "keda.sh", "minReplicaCount"],
] as const;

/** Fewest replicas that a workload runs with: its autoscaler's minimum, or its own number; Kubernetes's default is one. */
export function fewestReplicas(inventory: Inventory, workload: Resource): number {
    for (const [kind, group, minimum] of autoscalers) {
        const [autoscaler] = scaling(inventory, workload, kind, group);
        if (autoscaler) return autoscaler.props.spec?.[minimum] ?? (kind === "ScaledObject" ? 0 : 1);
    }
    return workload.props.spec?.replicas ?? 1;
}
