import * as pulumi from "@pulumi/pulumi";
import {
    cloudWatchLogs,
    type KeyStatement,
    type KmsKeyArgs,
    kmsKey,
    logGroupContext,
    type SharedKeyArgs,
} from "../platform/kms-key.ts";
import { partition, serviceHost } from "../platform/partition.ts";
import { accountOf } from "../platform/role-arn.ts";
import type { Settings } from "../settings.ts";

/** KMS keys of a cluster: one for the control plane and its records, one for the data of what runs in it. */
export class Keys extends pulumi.ComponentResource {
    /** Encrypts Kubernetes Secrets and the log groups of the cluster. */
    readonly controlPlaneKeyArn: pulumi.Output<string>;
    /** Encrypts volumes, buckets, topics and queues. */
    readonly dataKeyArn: pulumi.Output<string>;

    constructor(name: string, args: SharedKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:Keys", name, {}, opts);

        this.controlPlaneKeyArn = kmsKey(`${name}-control-plane`, "control-plane", args, [logs(args)], {
            parent: this,
        });
        this.dataKeyArn = dataKey(name, args, { parent: this });
        this.registerOutputs({ controlPlaneKeyArn: this.controlPlaneKeyArn, dataKeyArn: this.dataKeyArn });
    }
}

/**
 * ARN of the key of volumes, buckets, topics and queues alone, for a cluster whose control plane is somebody else's.
 */
export const dataKey = (name: string, args: SharedKeyArgs, opts: pulumi.CustomResourceOptions): pulumi.Output<string> =>
    kmsKey(`${name}-data`, "data", args, [volumes(args), alarms(args), events, ...copies(args)], opts);

/** CloudWatch Logs may use the key for the log groups of this cluster, and no others. */
const logs = ({ clusterName, region, accountId }: KmsKeyArgs): KeyStatement =>
    cloudWatchLogs(
        { region },
        {
            ArnLike: {
                [logGroupContext]: ["eks", "vpc"].map(
                    (service) =>
                        pulumi.interpolate`arn:${partition(region)}:logs:${region}:${accountId}:log-group:/aws/${service}/${clusterName}/*`,
                ),
            },
        },
    );

/**
 * Whoever may use EBS in this account may use the key through EBS, as with the key `aws/ebs`: the EBS CSI driver,
 * Karpenter and the service-linked role of Auto Scaling, which may not exist yet and then cannot be named.
 */
const volumes = ({ region, accountId }: KmsKeyArgs): KeyStatement => ({
    Sid: "VolumesOfThisAccount",
    Principal: { AWS: "*" },
    Action: [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:CreateGrant",
        "kms:DescribeKey",
    ],
    Condition: {
        StringEquals: { "kms:CallerAccount": accountId, "kms:ViaService": serviceHost("ec2", region) },
    },
});

/** The account whose AWS Backup copies what the key of a cluster's data encrypts. */
export const copiedBy = ({ backup }: Pick<Settings, "backup">): string | undefined =>
    backup.otherAccount?.vaultArn === undefined ? undefined : accountOf(backup.otherAccount.vaultArn);

/**
 * AWS Backup of another account copies snapshots of volumes, which stay under the key of their volume: it must be shared
 * with that account, which decides there who may
 * (https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html).
 */
const copies = ({ region, copiedByAccountId }: SharedKeyArgs): KeyStatement[] => {
    if (copiedByAccountId === undefined) return [];
    const Principal = { AWS: `arn:${partition(region)}:iam::${copiedByAccountId}:root` };
    return [
        {
            ...{ Sid: "CopiesToTheOtherAccount", Principal },
            Action: ["kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom", "kms:GenerateDataKeyWithoutPlaintext"],
        },
        {
            ...{ Sid: "GrantsForCopies", Principal },
            Action: ["kms:CreateGrant"],
            Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
        },
    ];
};

const toSend = ["kms:Decrypt", "kms:GenerateDataKey*"];

/** Alarms of this account reach encrypted topics. */
const alarms = ({ accountId }: KmsKeyArgs): KeyStatement => ({
    Sid: "AlarmsOfThisAccount",
    Principal: { Service: ["cloudwatch.amazonaws.com"] },
    Action: toSend,
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
});

/**
 * EventBridge reaches encrypted topics and queues. It does not say to KMS for whom it asks: on a condition of account
 * or rule every event would be lost, without a word (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html). Whose events they are is for the policy of
 * the topic or queue.
 */
const events: KeyStatement = {
    Sid: "Events",
    Principal: { Service: ["events.amazonaws.com"] },
    Action: toSend,
};
