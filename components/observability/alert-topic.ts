import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { dependingOn } from "../platform/depending-on.ts";
import { partition } from "../platform/partition.ts";

export interface AlertTopicArgs {
    clusterName: string;
    region: string;
    accountId: pulumi.Input<string>;
    /** ARN of the KMS key that encrypts the alerts. */
    keyArn: pulumi.Input<string>;
    /** E-mail addresses that every alert goes to. Each must confirm once. */
    emails: string[];
}

/** Where alerts leave the cluster, and from where they reach people. */
export class AlertTopic extends pulumi.ComponentResource {
    readonly topicArn: pulumi.Output<string>;

    constructor(name: string, args: AlertTopicArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:AlertTopic", name, {}, opts);
        const { clusterName, region, accountId, keyArn, emails } = args;
        const parent = { parent: this };

        const topicName = `${clusterName}-alerts`;
        const topic = new aws.sns.Topic(`${name}-topic`, { name: topicName, kmsMasterKeyId: keyArn }, parent);
        const topicPolicy = new aws.sns.TopicPolicy(
            `${name}-policy`,
            { arn: topic.arn, policy: policy(topic.arn, accountId) },
            parent,
        );
        for (const email of emails) {
            new aws.sns.TopicSubscription(
                `${name}-${email}`,
                { topic: topic.arn, protocol: "email", endpoint: email },
                parent,
            );
        }

        // Composed, so that the first plan shows where alerts go.
        const topicArn = pulumi.interpolate`arn:${partition(region)}:sns:${region}:${accountId}:${topicName}`;
        this.topicArn = dependingOn(topicArn, [topic, topicPolicy]);
        this.registerOutputs({ topicArn: this.topicArn });
    }
}

/**
 * Alertmanager publishes by its own permission, alarms of the account and EventBridge by these. EventBridge meets no
 * condition in the policy of a topic
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html).
 */
const policy = (topicArn: pulumi.Output<string>, accountId: pulumi.Input<string>) =>
    pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "AlarmsOfThisAccount",
                Effect: "Allow",
                Principal: { Service: "cloudwatch.amazonaws.com" },
                Action: "sns:Publish",
                Resource: topicArn,
                Condition: { StringEquals: { "aws:SourceAccount": accountId } },
            },
            {
                Sid: "Events",
                Effect: "Allow",
                Principal: { Service: "events.amazonaws.com" },
                Action: "sns:Publish",
                Resource: topicArn,
            },
            {
                Sid: "OnlyEncrypted",
                Effect: "Deny",
                Principal: "*",
                Action: "sns:Publish",
                Resource: topicArn,
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
        ],
    });
