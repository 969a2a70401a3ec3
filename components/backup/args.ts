import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";
import { type DumpArgs, dumps } from "./dumps/args.ts";
import { type HookArgs, hooks } from "./hook-args.ts";
import { type LockArgs, lock } from "./lock.ts";
import { type OtherAccountArgs, otherAccount } from "./other-account-args.ts";
import { BackupTier } from "./tiers.ts";

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
     * Weakness: tiers that make no backup until they are out of this list, by Velero and by AWS Backup. What they have
     * made stays until its time, and the alert on its age is not silenced. Default: none.
     */
    pausedTiers?: BackupTier[];
    /** Weakness: namespaces of which Velero backs up nothing, neither objects nor volumes. Default: none. */
    excludedNamespaces?: string[];
    /**
     * Weakness: kinds that Velero backs up nowhere, such as `events`; of another group than the core with it,
     * `events.events.k8s.io`. Default: none.
     */
    excludedResources?: string[];
    /**
     * Commands in pods before and after they are backed up: what a database needs so that its volume is in one piece.
     * Default: none.
     */
    hooks?: HookArgs[];
    /**
     * Kinds that a restore brings before pods, in this order, such as the databases of an operator. What they are made of
     * (definitions, volumes, secrets, configuration) comes before them, all others come after pods by their names.
     * Default: none, Velero's own order.
     */
    restoreOrder?: string[];
    /**
     * AWS Backup beside Velero, with the same tiers: state and volumes of the cluster as AWS sees them, volumes of EBS and
     * file systems of EFS with the tag `backup: <name of the cluster>`, in a locked vault and, with `replicaRegion`, in
     * a second one there. The cluster must take access entries. Default false: volumes are kept, and paid for, twice.
     */
    awsBackup?: boolean;
    /**
     * Copies in another account too, which `examples/backup-account` makes ready there; beside `replicaRegion`, whose copy
     * a standby of this account reads. Default: none, and who has the account has all backups.
     */
    otherAccount?: OtherAccountArgs;
    /** How the copies in the second region and the vaults of AWS Backup are locked. Default: see its fields. */
    lock?: LockArgs;
    /**
     * Databases that are dumped on their own, each by the programs of its engine: beside RDS's own backups, for a copy that
     * any server of the engine can read; or of servers in the cluster, whose volumes are backed up as they stand. Default:
     * none.
     */
    dumps?: DumpArgs[];
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

export const backup = f.object({
    replicaRegion: aws.region.optional(),
    monthlyRetentionYears: f.integer(1, 10).default(5),
    pausedTiers: f.list(f.oneOf(BackupTier)).default([]),
    excludedNamespaces: f.list(f.label).default([]),
    excludedResources: f.list(f.resource).default([]),
    hooks: hooks.default([]),
    restoreOrder: f.list(f.resource).default([]),
    awsBackup: f.flag.default(false),
    otherAccount: otherAccount.optional(),
    lock: lock.prefault({}),
    dumps: dumps.default([]),
    restoreTest: f.object({ image: f.imageDigest }).optional(),
});
