import type { Case } from "../case.ts";

const claim = `namespace="shop",persistentvolumeclaim="data-db-0"`;
const attached = `kube_volumeattachment_status_attached{volumeattachment="csi-1"}`;
const failures = `storage_operation_duration_seconds_count{job="kubelet",node="n1",volume_plugin="kubernetes.io/csi:ebs.csi.aws.com",operation_name="volume_mount",status="fail-unknown"}`;
const released = `kube_persistentvolume_status_phase{persistentvolume="pvc-1",phase="Released"}`;

export const storage: Case[] = [
    {
        alert: "VolumeClaimPending",
        severity: "warning",
        after: "15m",
        labels: { namespace: "shop", persistentvolumeclaim: "data-db-0" },
        says: "Claim shop/data-db-0 has had no volume for 15 minutes, and a pod waits for it.",
        fires: {
            [`kube_persistentvolumeclaim_status_phase{${claim},phase="Pending"}`]: "1",
            [`kube_pod_spec_volumes_persistentvolumeclaims_info{${claim},pod="db-0"}`]: "1",
        },
        silent: [
            { [`kube_persistentvolumeclaim_status_phase{${claim},phase="Pending"}`]: "0" },
            { [`kube_pod_spec_volumes_persistentvolumeclaims_info{${claim},pod="db-0"}`]: null },
        ],
        otherwise: { 'phase="Pending"': 'phase="Bound"' },
    },
    {
        alert: "VolumeAttachStuck",
        severity: "warning",
        after: "15m",
        labels: { volumeattachment: "csi-1", node: "n1" },
        says: "The volume of csi-1 has not been attached to node n1 in 15 minutes.",
        fires: {
            [attached]: "0",
            'kube_volumeattachment_info{volumeattachment="csi-1",attacher="ebs.csi.aws.com",node="n1"}': "1",
        },
        silent: [{ [attached]: "1" }],
    },
    {
        alert: "VolumeMountFailing",
        severity: "warning",
        after: "15m",
        settled: "10m",
        labels: {
            node: "n1",
            volume_plugin: "kubernetes.io/csi:ebs.csi.aws.com",
            operation_name: "volume_mount",
        },
        says: "On node n1 the operation volume_mount of kubernetes.io/csi:ebs.csi.aws.com has failed for 15 minutes.",
        fires: { [failures]: "0+1" },
        silent: [{ [failures]: "3" }],
        otherwise: { 'job="kubelet"': 'job="kube-controller-manager"', 'status="fail-unknown"': 'status="success"' },
    },
    {
        alert: "VolumeReleased",
        severity: "info",
        after: "24h",
        labels: { persistentvolume: "pvc-1" },
        says: "Volume pvc-1 has belonged to nobody for a day, and is paid for.",
        fires: { [released]: "1" },
        silent: [{ [released]: "0" }],
        otherwise: { 'phase="Released"': 'phase="Bound"' },
    },
];
