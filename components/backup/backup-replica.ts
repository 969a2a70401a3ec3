import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketName } from "../platform/bucket-name.ts";
import { serviceHost } from "../platform/partition.ts";
import { PrivateBucket } from "../platform/private-bucket.ts";
import { LockMode } from "./lock.ts";

export interface BackupReplicaArgs {
    clusterName: string;
    /** The second region, and the AWS provider that works there. */
    region: string;
    provider: aws.Provider;
    accountId: pulumi.Input<string>;
    /** Days that a deleted or overwritten copy can still be brought back. */
    recoverableDays: number;
    /** How firmly a copy is locked, and for how many days after it was made. */
    lock: { mode: LockMode; replicaDays: number };
    /** Weakness: lets the copies and their key be removed. */
    allowDeletion: boolean;
    /** What is replicated. */
    source: ReplicationSource;
}

export interface ReplicationSource {
    region: string;
    bucketName: pulumi.Input<string>;
    bucketArn: pulumi.Input<string>;
    keyArn: pulumi.Input<string>;
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
        const { clusterName, provider, recoverableDays, lock, allowDeletion, source } = args;
        const retainOnDelete = lock.mode === LockMode.compliance;
        const there = { parent: this, provider, retainOnDelete };

        const key = new aws.kms.Key(
            `${name}-key`,
            { description: `${clusterName}: copies of the backups`, enableKeyRotation: true, deletionWindowInDays: 30 },
            { ...there, protect: !allowDeletion },
        );
        new aws.kms.Alias(
            `${name}-key`,
            { name: `alias/${clusterName}/backup-replica`, targetKeyId: key.keyId },
            there,
        );
        const bucket = new PrivateBucket(
            `${name}-replica`,
            { bucketName: bucketName("replica", args), keyArn: key.arn, recoverableDays, allowDeletion },
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
        const role = new aws.iam.Role(
            `${name}-replication`,
            { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "s3.amazonaws.com" }) },
            { parent: this },
        );
        const policy = new aws.iam.RolePolicy(
            `${name}-replication`,
            { role: role.id, policy: replicate(source, { ...args, bucketArn: bucket.bucketArn, keyArn: key.arn }) },
            { parent: this },
        );
        new aws.s3.BucketReplicationConfig(
            `${name}-replication`,
            {
                bucket: source.bucketName,
                role: role.arn,
                rules: [
                    {
                        id: "all",
                        priority: 0,
                        status: "Enabled",
                        filter: {},
                        // What Velero deletes goes here too, and can be brought back here as well.
                        deleteMarkerReplication: { status: "Enabled" },
                        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
                        destination: {
                            bucket: bucket.bucketArn,
                            encryptionConfiguration: { replicaKmsKeyId: key.arn },
                        },
                    },
                ],
            },
            { parent: this, dependsOn: [policy, locked] },
        );

        this.bucketName = bucket.bucketName;
        this.keyArn = key.arn;
        this.registerOutputs({ bucketName: this.bucketName, keyArn: this.keyArn });
    }
}

interface Destination {
    region: string;
    bucketArn: pulumi.Input<string>;
    keyArn: pulumi.Input<string>;
}

/** What S3 needs to copy from the one bucket to the other, and only through S3. */
const replicate = (source: ReplicationSource, destination: Destination) =>
    pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], source.bucketArn),
            allow(
                ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
                pulumi.interpolate`${source.bucketArn}/*`,
            ),
            allow(
                ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
                pulumi.interpolate`${destination.bucketArn}/*`,
            ),
            { ...allow(["kms:Decrypt"], source.keyArn), ...throughS3(source.region) },
            { ...allow(["kms:Encrypt", "kms:GenerateDataKey"], destination.keyArn), ...throughS3(destination.region) },
        ],
    });

const allow = (Action: string[], Resource: pulumi.Input<string>) => ({ Effect: "Allow", Action, Resource });

const throughS3 = (region: string) => ({
    Condition: { StringLike: { "kms:ViaService": serviceHost("s3", region) } },
});
