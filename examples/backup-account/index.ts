import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bucketName } from "../../components/platform/bucket-name.ts";
import { type KeyStatement, kmsKey } from "../../components/platform/kms-key.ts";
import { partition } from "../../components/platform/partition.ts";
import { PrivateBucket } from "../../components/platform/private-bucket.ts";

/** Days that a copy which was deleted or overwritten can be brought back; as long as the cluster's own buckets. */
const recoverableDays = 30;

/** Days that a recovery point is kept at least: the shortest tier of AWS Backup. */
const leastDays = 2;

const config = new pulumi.Config();
const region = config.require("region");
const clusterName = config.require("clusterName");
/** The account whose backups are copied here. */
const sourceAccountId = config.require("sourceAccountId");
/** An account whose cluster restores of them. Default: none does. */
const readerAccountId = config.get("readerAccountId");
const lockDays = config.getNumber("lockDays") ?? 30;
/** Nobody takes a lock for good off, neither its account's root nor AWS; what it holds stays and is paid for. */
const isForGood = config.getBoolean("lockForGood") ?? false;
/** Weakness: lets the copies and their key be removed. */
const allowDeletion = config.getBoolean("allowDeletion") ?? false;

const provider = new aws.Provider("there", { region: region as aws.Region });
const { accountId } = aws.getCallerIdentityOutput({}, { provider });
const kept = { provider, retainOnDelete: isForGood };

const rootOf = (account: pulumi.Input<string>) => pulumi.interpolate`arn:${partition(region)}:iam::${account}:root`;

/** The roles by which S3 copies out of the buckets of the cluster, whose names end as Pulumi pleases. */
const replicas = {
    Principal: { AWS: rootOf(sourceAccountId) },
    Condition: {
        ArnLike: { "aws:PrincipalArn": `arn:${partition(region)}:iam::${sourceAccountId}:role/${clusterName}-*` },
    },
};
const reader = readerAccountId === undefined ? [] : [{ Principal: { AWS: rootOf(readerAccountId) } }];

const statements: KeyStatement[] = [
    { ...replicas, Sid: "Copies", Action: ["kms:Encrypt", "kms:GenerateDataKey"] },
    ...reader.map((by) => ({ ...by, Sid: "Restores", Action: ["kms:Decrypt", "kms:GenerateDataKey"] })),
];
const keyArn = kmsKey("copies", "copies", { clusterName, region, accountId, allowDeletion }, statements, kept);

/** S3 of the cluster's account writes, and its copies belong to this account; whoever restores reads. */
const policyOf = (bucketArn: pulumi.Output<string>): object[] => {
    const objects = pulumi.interpolate`${bucketArn}/*`;
    return [
        {
            ...{ ...replicas, Sid: "Copies", Effect: "Allow" },
            Action: [
                "s3:ReplicateObject",
                "s3:ReplicateDelete",
                "s3:ReplicateTags",
                "s3:ObjectOwnerOverrideToBucketOwner",
            ],
            Resource: objects,
        },
        ...reader.flatMap((by) => [
            {
                ...by,
                Sid: "List",
                Effect: "Allow",
                Action: ["s3:ListBucket", "s3:GetBucketLocation"],
                Resource: bucketArn,
            },
            { ...by, Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: objects },
            {
                // Velero writes down beside a backup how a restore of it went.
                ...{ ...by, Sid: "WriteRecords", Effect: "Allow" },
                Action: ["s3:PutObject", "s3:DeleteObject"],
                Resource: pulumi.interpolate`${bucketArn}/restores/*`,
            },
        ]),
    ];
};

/** A bucket for copies, in which none is deleted or overwritten for some days. */
const lockedBucket = (purpose: string): pulumi.Output<string> => {
    const { bucketName: made } = new PrivateBucket(
        purpose,
        {
            bucketName: bucketName(purpose, { clusterName, region, accountId }),
            ...{ keyArn, recoverableDays, allowDeletion, statements: policyOf },
        },
        { providers: [provider], retainOnDelete: isForGood },
    );
    const lock = new aws.s3.BucketObjectLockConfiguration(
        purpose,
        {
            bucket: made,
            rule: { defaultRetention: { mode: isForGood ? "COMPLIANCE" : "GOVERNANCE", days: lockDays } },
        },
        kept,
    );
    return lock.bucket;
};

const vault = new aws.backup.Vault(
    "copies",
    { name: `${clusterName}-copies`, kmsKeyArn: keyArn, forceDestroy: allowDeletion },
    { ...kept, protect: !allowDeletion },
);
const locked = new aws.backup.VaultLockConfiguration(
    "copies",
    { backupVaultName: vault.name, minRetentionDays: leastDays, ...(isForGood && { changeableForDays: 3 }) },
    kept,
);
new aws.backup.VaultPolicy(
    "copies",
    {
        backupVaultName: vault.name,
        policy: pulumi.jsonStringify({
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "Copies",
                    Effect: "Allow",
                    Principal: { AWS: rootOf(sourceAccountId) },
                    Action: "backup:CopyIntoBackupVault",
                    Resource: "*",
                },
            ],
        }),
    },
    { ...kept, dependsOn: locked },
);

/** The password of the copies of volumes: a place that somebody fills, once. */
const password = new aws.secretsmanager.Secret(
    "password",
    {
        name: `${clusterName}/velero-repo-credentials`,
        description: `${clusterName}: password of the copies of volumes in the backups`,
        kmsKeyId: keyArn,
        recoveryWindowInDays: allowDeletion ? 0 : recoverableDays,
    },
    { provider, protect: !allowDeletion },
);

/** What the stack of the cluster takes as `backup.otherAccount`. */
export const otherAccount = {
    keyArn,
    bucket: lockedBucket("copies"),
    dumpsBucket: lockedBucket("dumps-copies"),
    vaultArn: vault.arn,
};
export const passwordSecret = password.name;
