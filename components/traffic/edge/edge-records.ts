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
    /** Whether lines are delivered to a bucket too. */
    delivers: boolean;
}

/** Where the edge writes what it took and refused, under a key of its own in the region where it writes. */
export class EdgeRecords extends pulumi.ComponentResource {
    readonly keyArn: pulumi.Output<string>;
    readonly logGroupArn: pulumi.Output<string>;

    constructor(name: string, args: EdgeRecordsArgs, opts: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:EdgeRecords", name, {}, opts);
        const { settings, eks, region, logGroup, delivers } = args;
        const { clusterName, accountId } = dataFacts(eks);
        const own = { parent: this };
        const arn = pulumi.interpolate`arn:${partition(region)}:logs:${region}:${accountId}:log-group:${logGroup}`;
        this.keyArn = kmsKey(
            name,
            // Both may be in one region, where a name is taken until its key is gone.
            delivers ? "edge" : "edge-region",
            { clusterName, region, accountId, allowDeletion: settings.allowDeletion },
            [
                cloudWatchLogs({ region }, { ArnEquals: { [logGroupContext]: arn } }),
                ...(delivers ? [delivery(region, accountId)] : []),
            ],
            own,
        );
        this.logGroupArn = new aws.cloudwatch.LogGroup(
            name,
            { name: logGroup, retentionInDays: settings.controlPlane.logRetentionDays, kmsKeyId: this.keyArn },
            own,
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
