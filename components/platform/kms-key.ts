import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { partition } from "./partition.ts";

/** Whose data a key encrypts. */
export interface KmsKeyArgs {
    clusterName: string;
    region: string;
    /** AWS account that owns the key. */
    accountId: pulumi.Input<string>;
    /** Weakness: lets the key, and with it everything it encrypts, be removed. */
    allowDeletion: boolean;
    /**
     * What it encrypted can be opened by a replica of it in another region. It is decided when the key is made. Default: it is
     * the one key.
     */
    multiRegion?: true;
}

/** A key of what is copied to another account. */
export interface SharedKeyArgs extends KmsKeyArgs {
    /** The account whose AWS Backup copies volumes that it encrypts. Default: none does. */
    copiedByAccountId?: string;
}

export interface KeyStatement {
    Sid: string;
    Principal: Record<string, pulumi.Input<string> | string[]>;
    Action: string[];
    Condition?: Record<string, Record<string, pulumi.Input<string> | pulumi.Input<string>[]>>;
}

/** ARN of a new key that rotates, with an alias of its role; the account gives the right to use it by its policies. */
export function kmsKey(
    name: string,
    role: string,
    args: KmsKeyArgs,
    statements: KeyStatement[],
    opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
    const { clusterName, region, accountId, allowDeletion, multiRegion } = args;
    const account: KeyStatement = {
        Sid: "AccountByItsPolicies",
        Principal: { AWS: pulumi.interpolate`arn:${partition(region)}:iam::${accountId}:root` },
        Action: ["kms:*"],
    };
    const made = new aws.kms.Key(
        name,
        {
            description: `${clusterName}: ${role}`,
            enableKeyRotation: true,
            deletionWindowInDays: 30,
            ...(multiRegion && { multiRegion }),
            policy: pulumi.jsonStringify({
                Version: "2012-10-17",
                Statement: [account, ...statements].map((statement) => ({
                    ...statement,
                    Effect: "Allow",
                    Resource: "*",
                })),
            }),
        },
        { ...opts, protect: !allowDeletion },
    );
    new aws.kms.Alias(name, { name: `alias/${clusterName}/${role}`, targetKeyId: made.keyId }, opts);
    return made.arn;
}

type Condition = NonNullable<KeyStatement["Condition"]>;

/**
 * CloudWatch Logs, whose name as a principal is the same in every partition that is taken, may use a key for the log
 * groups that the condition names.
 */
export const cloudWatchLogs = ({ region }: Pick<KmsKeyArgs, "region">, Condition: Condition): KeyStatement => ({
    Sid: "CloudWatchLogs",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Condition,
});

/** What CloudWatch Logs says of the log group that it encrypts for. */
export const logGroupContext = "kms:EncryptionContext:aws:logs:arn";
