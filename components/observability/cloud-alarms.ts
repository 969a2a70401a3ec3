import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { NatGateway } from "../platform/eks-cluster.ts";

export interface CloudAlarmsArgs {
    /** Name of the EKS cluster, and its ARN. */
    clusterName: string;
    clusterArn: pulumi.Input<string>;
    natGateways: readonly NatGateway[];
    /** SNS topic that people hear of. CloudWatch and EventBridge must be allowed to publish to it. */
    topicArn: pulumi.Input<string>;
    /** Vault of AWS Backup that is the platform's. Default: none is. */
    backupVaultArn?: pulumi.Input<string>;
}

const fiveMinutes = 300;

/** A share of failed requests, in percent, that is no passing trouble. Less of it is for the alerts in the cluster. */
const failedRequests = 5;

/**
 * What AWS runs outside of the cluster is watched outside of it: it is told also while Prometheus is down, by the same
 * topic. AWS has no metric for the free addresses of a subnet; that they run out is seen by the VPC CNI, in the cluster.
 */
export class CloudAlarms extends pulumi.ComponentResource {
    constructor(name: string, args: CloudAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:CloudAlarms", name, {}, opts);
        const { clusterName, clusterArn, natGateways, topicArn, backupVaultArn } = args;
        const parent = { parent: this };

        for (const { zone, id } of natGateways) {
            new aws.cloudwatch.MetricAlarm(
                `${name}-nat-ports-${zone}`,
                {
                    ...common(topicArn),
                    name: `${clusterName}-nat-ports-${zone}`,
                    alarmDescription: `The NAT gateway of ${zone} has no port left for new connections to one address: pods there do not reach it.`,
                    ...{ namespace: "AWS/NATGateway", metricName: "ErrorPortAllocation", statistic: "Sum" },
                    dimensions: { NatGatewayId: id },
                    period: fiveMinutes,
                    threshold: 0,
                    evaluationPeriods: 1,
                },
                parent,
            );
        }
        new aws.cloudwatch.MetricAlarm(
            `${name}-api-errors`,
            {
                ...common(topicArn),
                name: `${clusterName}-api-errors`,
                alarmDescription: `More than ${failedRequests} % of the requests to the Kubernetes API of ${clusterName} have failed for 15 minutes (5XX).`,
                metricQueries: [
                    requests("failed", "apiserver_request_total_5XX", clusterName),
                    requests("all", "apiserver_request_total", clusterName),
                    { id: "share", expression: "100 * failed / all", label: "Failed requests, %", returnData: true },
                ],
                threshold: failedRequests,
                evaluationPeriods: 3,
            },
            parent,
        );
        const backups = new aws.cloudwatch.EventRule(
            `${name}-backups`,
            {
                description: `AWS Backup has not made, copied or restored a backup of ${clusterName}.`,
                eventPattern: pulumi.jsonStringify({
                    source: ["aws.backup"],
                    "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
                    detail: { $or: failedJobs(clusterArn, backupVaultArn) },
                }),
            },
            parent,
        );
        new aws.cloudwatch.EventTarget(`${name}-backups`, { rule: backups.name, arn: topicArn }, parent);
        this.registerOutputs({});
    }
}

/**
 * Jobs on the cluster, whoever backs it up, and those of the platform's own vault. What restores has a status instead of
 * a state (https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html).
 */
const failedJobs = (clusterArn: pulumi.Input<string>, vaultArn: pulumi.Input<string> | undefined) => [
    { state: notDone, resourceArn: [clusterArn] },
    { status: notDone, sourceResourceArn: [clusterArn] },
    ...(vaultArn
        ? [
              { state: notDone, backupVaultArn: [vaultArn] },
              { state: notDone, sourceBackupVaultArn: [vaultArn] },
              { status: notDone, backupVaultArn: [vaultArn] },
          ]
        : []),
];

const notDone = ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"];

/** Says when it begins and when it is over. Where nothing is measured nothing happens. */
const common = (topicArn: pulumi.Input<string>) => ({
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
    alarmActions: [topicArn],
    okActions: [topicArn],
});

/** Metrics that EKS gives for nothing (https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html). */
const requests = (id: string, metricName: string, clusterName: string) => ({
    id,
    metric: {
        namespace: "AWS/EKS",
        metricName,
        dimensions: { ClusterName: clusterName },
        period: fiveMinutes,
        stat: "Sum",
    },
});
