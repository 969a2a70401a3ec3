import * as aws from "@pulumi/aws";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";

/** Findings of a service of AWS, as EventBridge has them. */
export interface FindingRule {
    /** Behind the name of the cluster. */
    name: string;
    /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
    pattern: object;
    /** Where in the event the words of the sentence are, by their name. */
    words: Record<string, string>;
    /** One sentence, with each word in angle brackets. */
    sentence: string;
}

/** Tells the alert topic of findings, in a sentence each; EventBridge must be allowed to publish to it. */
export function tellOf(
    { name, pattern, words, sentence }: FindingRule,
    { resource, clusterName, topicArn }: { resource: string; clusterName: string; topicArn: Input<string> },
    opts: CustomResourceOptions,
): void {
    const rule = new aws.cloudwatch.EventRule(
        `${resource}-${name}`,
        { name: `${clusterName}-${name}`, eventPattern: JSON.stringify(pattern) },
        opts,
    );
    new aws.cloudwatch.EventTarget(
        `${resource}-${name}`,
        {
            rule: rule.name,
            arn: topicArn,
            inputTransformer: { inputPaths: words, inputTemplate: JSON.stringify(sentence) },
        },
        opts,
    );
}
