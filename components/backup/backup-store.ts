import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketName } from "../platform/bucket-name.ts";
import { PrivateBucket } from "../platform/private-bucket.ts";
import { BackupReplica, type BackupReplicaArgs } from "./backup-replica.ts";

export interface BackupStoreArgs {
    clusterName: string;
    region: string;
    accountId: pulumi.Input<string>;
    /** ARN of the KMS key that encrypts the backups. */
    keyArn: pulumi.Input<string>;
    /** Weakness: lets the backups be removed. */
    allowDeletion: boolean;
    /** Second region that every backup is replicated to. Default: none. */
    replica?: ReplicaRegionArgs;
}

export interface ReplicaRegionArgs {
    region: string;
    /** AWS provider of that region. */
    provider: aws.Provider;
    lock: BackupReplicaArgs["lock"];
    alsoTo?: BackupReplicaArgs["alsoTo"];
}

/** Days that a deleted or overwritten backup can still be brought back. */
const recoverableDays = 30;

/**
 * Where Velero keeps the backups. The bucket never lets an object expire by its age: a new backup refers to the
 * unchanged data of old ones, and only Velero knows what is no longer needed. What it deletes can be recovered for 30
 * days.
 */
export class BackupStore extends pulumi.ComponentResource {
    readonly bucketName: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;
    /** Bucket and key in the second region; what a standby there reads. Undefined without one. */
    readonly replicaBucketName?: pulumi.Output<string>;
    readonly replicaKeyArn?: pulumi.Output<string>;

    constructor(name: string, args: BackupStoreArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:BackupStore", name, {}, opts);
        const { clusterName, accountId, keyArn, allowDeletion, replica } = args;

        const bucket = new PrivateBucket(
            `${name}-backups`,
            { bucketName: bucketName("backups", args), keyArn, recoverableDays, allowDeletion },
            { parent: this },
        );
        this.bucketName = bucket.bucketName;
        this.bucketArn = bucket.bucketArn;
        if (replica) {
            const copy = new BackupReplica(
                `${name}-replica`,
                {
                    ...{ clusterName, accountId, allowDeletion, recoverableDays, ...replica },
                    ...{ purpose: "replica", keyRole: "backup-replica" },
                    source: { region: args.region, bucketName: bucket.bucketName, bucketArn: bucket.bucketArn, keyArn },
                },
                { parent: this },
            );
            this.replicaBucketName = copy.bucketName;
            this.replicaKeyArn = copy.keyArn;
        }
        this.registerOutputs({
            bucketName: this.bucketName,
            bucketArn: this.bucketArn,
            replicaBucketName: this.replicaBucketName,
            replicaKeyArn: this.replicaKeyArn,
        });
    }
}
