import type { ConfigMap } from "../platform/kubernetes-object.ts";

/**
 * Drivers of volumes without snapshots: file systems and buckets, which AWS Backup copies. Velero asks the driver of each
 * volume for a snapshot, and where it finds no class of snapshots for it, the backup has failed in part
 * (1.18.3, `pkg/backup/actions/csi/pvc_action.go`).
 */
const withoutSnapshots = ["efs.csi.aws.com", "fsx.csi.aws.com", "s3.csi.aws.com"];

export const volumePolicyName = "volumes-without-snapshots";

/** What Velero makes of volumes, in its own words: their objects are backed up, their contents are not. */
export const volumePolicy = (namespace: string): ConfigMap => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: volumePolicyName, namespace },
    data: {
        policy: JSON.stringify({
            version: "v1",
            volumePolicies: withoutSnapshots.map((driver) => ({
                conditions: { csi: { driver } },
                action: { type: "skip" },
            })),
        }),
    },
});
