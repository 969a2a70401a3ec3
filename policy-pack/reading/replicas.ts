import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { scaling } from "./relations.ts";

const autoscalers = [
    ["HorizontalPodAutoscaler", "autoscaling", "minReplicas"],
    ["ScaledObject", "keda.sh", "minReplicaCount"],
] as const;

/**
 * Fewest replicas of a workload: its autoscaler's minimum, or its own number, which Kubernetes takes for one if unset.
 */
export function fewestReplicas(inventory: Inventory, workload: Resource): number {
    for (const [kind, group, minimum] of autoscalers) {
        const [autoscaler] = scaling(inventory, workload, kind, group);
        if (autoscaler) return autoscaler.props.spec?.[minimum] ?? (kind === "ScaledObject" ? 0 : 1);
    }
    return workload.props.spec?.replicas ?? 1;
}
