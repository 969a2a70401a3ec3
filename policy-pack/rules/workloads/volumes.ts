import type { Resource } from "../../inventory/resource.ts";
import { podRule } from "../../reading/pod-rule.ts";
import { podSpec } from "../../reading/workloads.ts";

/** Whether pods of a workload keep data in volumes that outlive them. */
function hasClaims(workload: Resource): boolean {
    const volumes: object[] = podSpec(workload).volumes ?? [];
    const isClaim = (volume: object) => "persistentVolumeClaim" in volume || "ephemeral" in volume;
    return (workload.props.spec?.volumeClaimTemplates ?? []).length > 0 || volumes.some(isClaim);
}

export const podFsGroupPolicy = podRule(
    {
        id: "pod-fsgroup-policy",
        title: "The owner of each file is changed once, not at every start of the pod",
        level: "advisory",
        severity: "low",
        mend: "Set securityContext.fsGroupChangePolicy OnRootMismatch",
        url: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#configure-volume-permission-and-ownership-change-policy-for-pods",
    },
    [
        {
            holds: ({ securityContext }) => securityContext.fsGroupChangePolicy === "OnRootMismatch",
            message: "each start waits until the group of every file of its volumes is set",
        },
    ],
    { applies: (workload) => podSpec(workload).securityContext?.fsGroup !== undefined && hasClaims(workload) },
);
