import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface InterruptionQueueArgs {
    clusterName: string;
    /** ARN of the KMS key that encrypts the messages; EventBridge must be allowed to use it. */
    keyArn: pulumi.Input<string>;
}

/** What AWS announces about machines, by the name of its rule. */
const announcements = {
    "health-event": { source: "aws.health", detailType: "AWS Health Event" },
    "spot-interruption": { source: "aws.ec2", detailType: "EC2 Spot Instance Interruption Warning" },
    rebalance: { source: "aws.ec2", detailType: "EC2 Instance Rebalance Recommendation" },
    "state-change": { source: "aws.ec2", detailType: "EC2 Instance State-change Notification" },
    "capacity-reservation": {
        source: "aws.ec2",
        detailType: "EC2 Capacity Reservation Instance Interruption Warning",
    },
};

/** Tells Karpenter of a machine that AWS is about to take, so that its pods move before it goes. */
export class InterruptionQueue extends pulumi.ComponentResource {
    readonly queueName: pulumi.Output<string>;
    readonly queueArn: pulumi.Output<string>;

    constructor(name: string, { clusterName, keyArn }: InterruptionQueueArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:InterruptionQueue", name, {}, opts);
        const parent = { parent: this };

        const queue = new aws.sqs.Queue(
            `${name}-queue`,
            {
                name: `${clusterName}-interruptions`,
                // An announcement is worth nothing once the two minutes are over.
                messageRetentionSeconds: 300,
                kmsMasterKeyId: keyArn,
            },
            parent,
        );
        const rules = Object.entries(announcements).map(([announcement, { source, detailType }]) => {
            const rule = new aws.cloudwatch.EventRule(
                `${name}-${announcement}`,
                { eventPattern: JSON.stringify({ source: [source], "detail-type": [detailType] }) },
                parent,
            );
            new aws.cloudwatch.EventTarget(`${name}-${announcement}`, { rule: rule.name, arn: queue.arn }, parent);
            return rule;
        });
        new aws.sqs.QueuePolicy(
            `${name}-policy`,
            {
                queueUrl: queue.url,
                policy: policy(
                    queue.arn,
                    rules.map(({ arn }) => arn),
                ),
            },
            parent,
        );

        this.queueName = queue.name;
        this.queueArn = queue.arn;
        this.registerOutputs({ queueName: this.queueName, queueArn: this.queueArn });
    }
}

/** Only the rules of this cluster send, and nothing travels unencrypted. */
const policy = (queueArn: pulumi.Output<string>, ruleArns: pulumi.Output<string>[]) =>
    pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "Announcements",
                Effect: "Allow",
                Principal: { Service: "events.amazonaws.com" },
                Action: "sqs:SendMessage",
                Resource: queueArn,
                Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
            },
            {
                Sid: "OnlyEncrypted",
                Effect: "Deny",
                Principal: "*",
                Action: "sqs:*",
                Resource: queueArn,
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
        ],
    });
