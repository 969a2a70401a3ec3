import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlatform } from "../../part.ts";
import { dataFacts } from "../../platform/eks-cluster.ts";
import { cloudWatchLogs, type KeyStatement, kmsKey, logGroupContext } from "../../platform/kms-key.ts";
import { partition } from "../../platform/partition.ts";
import type { Settings } from "../../settings.ts";

export interface EdgeRecordsArgs {
    settings: Pick<Settings, "allowDeletion" | "controlPlane">;
    eks: EksPlatform["eks"];
    /** Region of what writes the records: that of the cluster, or the one of CloudFront. */
    region: string;
    /** Name of the log group, which AWS WAF and API Gateway ask for each in their own way. */
    logGroup: string;
    /** What a log group that is there may be called still. Default: it never had another name. */
    formerLogGroup?: string;
    /** What the key is called behind the cluster's name. */
    keyRole: string;
    /** Whether lines are delivered to a bucket too. */
    delivers: boolean;
}

/** What the key of the cluster's own region is called. */
export const regionalKey = "edge-region";

/** Where the edge writes what it took and refused, under a key of its own in the region where it writes. */
export class EdgeRecords extends pulumi.ComponentResource {
    readonly keyArn: pulumi.Output<string>;
    readonly logGroupArn: pulumi.Output<string>;

    constructor(name: string, args: EdgeRecordsArgs, opts: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:EdgeRecords", name, {}, opts);
        const { settings, eks, region, logGroup, formerLogGroup, keyRole, delivers } = args;
        const { clusterName, accountId } = dataFacts(eks);
        const own = { parent: this };
        const arnOf = (group: string) =>
            pulumi.interpolate`arn:${partition(region)}:logs:${region}:${accountId}:log-group:${group}`;
        this.keyArn = kmsKey(
            name,
            keyRole,
            { clusterName, region, accountId, allowDeletion: settings.allowDeletion },
            [
                cloudWatchLogs(
                    { region },
                    {
                        ArnEquals: {
                            [logGroupContext]: formerLogGroup ? [logGroup, formerLogGroup].map(arnOf) : arnOf(logGroup),
                        },
                    },
                ),
                ...(delivers ? [delivery(region, accountId)] : []),
            ],
            own,
        );
        this.logGroupArn = new aws.cloudwatch.LogGroup(
            name,
            { name: logGroup, retentionInDays: settings.controlPlane.logRetentionDays, kmsKeyId: this.keyArn },
            { ...own, ...(formerLogGroup && { ignoreChanges: ["name"] }) },
        ).arn;
        this.registerOutputs({ keyArn: this.keyArn, logGroupArn: this.logGroupArn });
    }
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html */
const delivery = (region: string, accountId: pulumi.Input<string>): KeyStatement => ({
    Sid: "LogDelivery",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    Condition: deliverySource(region, accountId),
});

/** What the service that delivers logs says of whose they are. */
export const deliverySource = (region: string, accountId: pulumi.Input<string>) => ({
    StringEquals: { "aws:SourceAccount": accountId },
    ArnLike: {
        "aws:SourceArn": pulumi.interpolate`arn:${partition(region)}:logs:${region}:${accountId}:delivery-source:*`,
    },
});
