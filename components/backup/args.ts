import type { Input } from "@pulumi/pulumi";
import * as f from "../configuration/fields.ts";

/** Backups of cluster state and volumes. */
export interface BackupArgs {
    /**
     * Second region that every backup is replicated to, from then on: what lies in the bucket already needs an S3 Batch
     * Replication job once. In the partition of the first. Default: none, and the policy pack says so.
     */
    replicaRegion?: string;
    /** Years that the monthly backup is kept, 1 to 10. Default 5, the longest contract of the guides. */
    monthlyRetentionYears?: number;
    /**
     * Restores the newest backup of each schedule every week, and after each change of Velero, and says whether it is
     * what was backed up: see docs/backup.md. Default: none, and the policy pack says so, because its image comes from
     * a registry of your own.
     */
    restoreTest?: RestoreTestArgs;
}

/** The test of restores. */
export interface RestoreTestArgs {
    /** Its image, by digest, as `make restore-test-image` has pushed it: `<registry>/<repository>@sha256:<digest>`. */
    image: string;
}

/** What a standby needs of its primary; all of it comes from the primary stack's outputs. */
export interface StandbyArgs {
    /** Name of the bucket, in the standby's region, that the primary's backups are replicated to. */
    backupBucket: Input<string>;
    /** ARN of the KMS key that encrypts it. */
    backupKeyArn: Input<string>;
    /** Name of the secret, in the standby's region, with the password of the primary's backups. */
    backupPasswordSecret: Input<string>;
}

export const backup = f.object({
    replicaRegion: f.region.optional(),
    monthlyRetentionYears: f.integer(1, 10).default(5),
    restoreTest: f.object({ image: f.imageDigest }).optional(),
});

export const standby = f.object({
    backupBucket: f.bucket,
    backupKeyArn: f.keyArn,
    backupPasswordSecret: f.secretNameInput,
});
