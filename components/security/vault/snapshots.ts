import type { Input } from "@pulumi/pulumi";
import type { EksProfile } from "../../platform/addon.ts";
import type { CronJob } from "../../platform/kubernetes-object.ts";
import { resources } from "../../platform/workload.ts";
import { cronJob, ofAws, ofVault, podSpec, variables, vaultScript } from "./jobs.ts";
import { accounts, address } from "./names.ts";

/** Hours between two snapshots. */
export const intervalHours = 6;

/** Read as a whole and summed up before it is kept: one that broke off is none. */
export const take = vaultScript(`sign_in ${accounts.snapshots}
vault operator raft snapshot save "$SNAPSHOTS/snapshot"
vault operator raft snapshot inspect "$SNAPSHOTS/snapshot"`);

/** S3 refuses what has not the sum that comes with it. */
const upload = `set -eu
aws s3 cp --only-show-errors --checksum-algorithm=CRC64NVME "$SNAPSHOTS/snapshot" "s3://$BUCKET/$(date -u +%Y/%m/%d)/$POD.snap"`;

/** Vault's data as a whole, encrypted by Vault itself, in a bucket of its own: who puts it there can read none again. */
export const snapshots = (profile: EksProfile, volumeGiB: number, bucketName: Input<string>): CronJob => {
    const mounts = [{ name: "snapshots", mountPath: "/snapshots" }];
    const folder = variables({ SNAPSHOTS: "/snapshots" });
    const pod = { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } };
    const env = [...folder, pod, ...variables({ BUCKET: bucketName })];
    // The node counts what lies in the folder as the container's own.
    const room = { resources: resources(50, 128, volumeGiB + 1) };
    return cronJob(
        accounts.snapshots,
        { schedule: `41 */${intervalHours} * * *`, everyHours: intervalHours },
        podSpec(profile, accounts.snapshots, {
            initContainers: [{ ...ofVault("take", { address, script: take, env: folder, mounts }), ...room }],
            containers: [{ ...ofAws("upload", { region: profile.region, script: upload, env, mounts }), ...room }],
            volumes: [{ name: "snapshots", emptyDir: { sizeLimit: `${volumeGiB}Gi` } }],
        }),
    );
};
