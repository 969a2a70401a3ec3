import type { RuleGroup } from "../../platform/rules.ts";

export const storageAlerts: RuleGroup = {
    name: "storage",
    rules: [
        {
            // A claim that no pod names waits for its first one.
            alert: "VolumeClaimPending",
            expr: `max by (namespace, persistentvolumeclaim) (kube_persistentvolumeclaim_status_phase{phase="Pending"}) == 1 and on (namespace, persistentvolumeclaim) kube_pod_spec_volumes_persistentvolumeclaims_info`,
            for: "15m",
            severity: "warning",
            summary:
                "Claim {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has had no volume for 15 minutes, and a pod waits for it.",
        },
        {
            alert: "VolumeAttachStuck",
            expr: "(max by (volumeattachment) (kube_volumeattachment_status_attached) == 0) * on (volumeattachment) group_left (node) max by (volumeattachment, node) (kube_volumeattachment_info)",
            for: "15m",
            severity: "warning",
            summary:
                "The volume of {{ $labels.volumeattachment }} has not been attached to node {{ $labels.node }} in 15 minutes.",
        },
        {
            alert: "VolumeMountFailing",
            expr: `sum by (node, volume_plugin, operation_name) (rate(storage_operation_duration_seconds_count{job="kubelet",status="fail-unknown"}[10m])) > 0`,
            for: "15m",
            severity: "warning",
            summary:
                "On node {{ $labels.node }} the operation {{ $labels.operation_name }} of {{ $labels.volume_plugin }} has failed for 15 minutes.",
        },
        {
            alert: "VolumeReleased",
            expr: `max by (persistentvolume) (kube_persistentvolume_status_phase{phase="Released"}) == 1`,
            for: "24h",
            severity: "info",
            summary: "Volume {{ $labels.persistentvolume }} has belonged to nobody for a day, and is paid for.",
        },
    ],
};
