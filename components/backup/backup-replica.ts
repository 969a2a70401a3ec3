import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketName } from "../platform/bucket-name.ts";
import {
    bucketReplication,
    type ReplicationDestination,
    type ReplicationSource,
} from "../platform/bucket-replication.ts";
import { PrivateBucket, type PrivateBucketArgs } from "../platform/private-bucket.ts";
import { LockMode } from "./lock.ts";

export interface BackupReplicaArgs {
    clusterName: string;
    /** What the bucket is for, as its name says. */
    purpose: string;
    /** What its key is called behind the cluster's name. */
    keyRole: string;
    /** The second region, and the AWS provider that works there. */
    region: string;
    provider: aws.Provider;
    accountId: pulumi.Input<string>;
    /** Days after which an object goes, by what its name begins with. Default: it goes where its source does. */
    expireByPrefix?: PrivateBucketArgs["expireByPrefix"];
    /** Days that a deleted or overwritten copy can still be brought back. */
    recoverableDays: number;
    /** How firmly a copy is locked, and for how many days after it was made. */
    lock: { mode: LockMode; replicaDays: number };
    /** Weakness: lets the copies and their key be removed. */
    allowDeletion: boolean;
    /** What is replicated. */
    source: ReplicationSource;
    /** A second copy, which somebody else locks. Default: none. */
    alsoTo?: ReplicationDestination;
}

/**
 * A copy of the backups in a second region, under a key of that region: it can be read when the first one is gone. For
 * some days after it was made nobody deletes an object of it, neither whoever may delete the backups themselves. It is
 * the copy that is locked, for Velero must delete what it made. A lock for good outlives the stack, with bucket and key.
 */
export class BackupReplica extends pulumi.ComponentResource {
    readonly bucketName: pulumi.Output<string>;
    readonly keyArn: pulumi.Output<string>;

    constructor(name: string, args: BackupReplicaArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:BackupReplica", name, {}, opts);
        const { clusterName, provider, expireByPrefix, recoverableDays, lock, allowDeletion, source } = args;
        const retainOnDelete = lock.mode === LockMode.compliance;
        const there = { parent: this, provider, retainOnDelete };

        const key = new aws.kms.Key(
            `${name}-key`,
            { description: `${clusterName}: copies of the backups`, enableKeyRotation: true, deletionWindowInDays: 30 },
            { ...there, protect: !allowDeletion },
        );
        new aws.kms.Alias(
            `${name}-key`,
            { name: `alias/${clusterName}/${args.keyRole}`, targetKeyId: key.keyId },
            there,
        );
        const bucket = new PrivateBucket(
            `${name}-replica`,
            {
                ...{ bucketName: bucketName(args.purpose, args), keyArn: key.arn },
                ...{ expireByPrefix, recoverableDays, allowDeletion },
            },
            { parent: this, providers: [provider], retainOnDelete },
        );
        const locked = new aws.s3.BucketObjectLockConfiguration(
            `${name}-lock`,
            {
                bucket: bucket.bucketName,
                rule: { defaultRetention: { mode: lock.mode.toUpperCase(), days: lock.replicaDays } },
            },
            there,
        );
        bucketReplication(
            `${name}-replication`,
            {
                source,
                destination: { region: args.region, bucketArn: bucket.bucketArn, keyArn: key.arn },
                alsoTo: args.alsoTo,
            },
            { parent: this, after: [locked] },
        );

        this.bucketName = bucket.bucketName;
        this.keyArn = key.arn;
        this.registerOutputs({ bucketName: this.bucketName, keyArn: this.keyArn });
    }
}
