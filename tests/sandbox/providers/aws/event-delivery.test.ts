import { expect, test } from "vitest";
import type { Values } from "../../../../sandbox/providers/values.ts";
import { aws } from "../clouds.ts";

const policy = (...statements: Values[]): string =>
    JSON.stringify({
        Version: "2012-10-17",
        Statement: statements.map((statement) => ({ Effect: "Allow", Resource: "*", ...statement })),
    });
const eventBridge = { Principal: { Service: ["events.amazonaws.com"] } };
const use = { Action: ["kms:Decrypt", "kms:GenerateDataKey*"] };
const ofThisAccount = { Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } } };
const ofThisQueue = { Condition: { ArnLike: { "kms:EncryptionContext:aws:sqs:arn": "arn:aws:sqs:*:*:it" } } };
const owner = { Principal: { AWS: "arn:aws:iam::000000000000:root" }, Action: "kms:*" };

/** A rule that sends to a queue, or to a topic with this policy, under a key with that policy. */
const send = (key: string, topicPolicy?: string): string => {
    const driver = aws();
    const kmsMasterKeyId = driver.outputs("aws:kms/key:Key", { policy: key }).arn;
    const type = topicPolicy === undefined ? "aws:sqs/queue:Queue" : "aws:sns/topic:Topic";
    const { arn } = driver.outputs(type, { name: "it", kmsMasterKeyId });
    if (topicPolicy !== undefined) driver.make("aws:sns/topicPolicy:TopicPolicy", { arn, policy: topicPolicy });
    const rule = driver.make("aws:cloudwatch/eventRule:EventRule", { name: "it", scheduleExpression: "rate(1 hour)" });
    return driver.make("aws:cloudwatch/eventTarget:EventTarget", { rule, arn });
};
const open = policy({ ...eventBridge, ...use });
const publish = { ...eventBridge, Action: "sns:Publish" };

test.each<[string, string, string?]>([
    ["a queue whose key EventBridge may use", open],
    ["a queue whose key it may use for that queue", policy({ ...eventBridge, ...use, ...ofThisQueue })],
    ["a topic that it may publish to, and whose key it may use", open, policy(publish)],
    ["a topic of alarms alone", open, policy({ ...publish, Principal: { Service: "cloudwatch.amazonaws.com" } })],
])("Events go to %s", (_, key, topicPolicy) => {
    expect(() => send(key, topicPolicy)).not.toThrow();
});

test("An alarm tells a topic whose key CloudWatch may use, and is refused where it may not", () => {
    const alarm = (key: string) => {
        const driver = aws();
        const kmsMasterKeyId = driver.outputs("aws:kms/key:Key", { policy: key }).arn;
        const { arn } = driver.outputs("aws:sns/topic:Topic", { name: "it", kmsMasterKeyId });
        const measured = { namespace: "AWS/EKS", metricName: "x", statistic: "Sum", period: 60, threshold: 0 };
        const compared = { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1 };
        const type = "aws:cloudwatch/metricAlarm:MetricAlarm";
        return () => driver.make(type, { name: "it", ...measured, ...compared, alarmActions: [arn] });
    };
    const cloudWatch = { Principal: { Service: ["cloudwatch.amazonaws.com"] } };
    expect(alarm(policy({ ...cloudWatch, ...use, ...ofThisAccount }))).not.toThrow();
    expect(alarm(open)).toThrow(/does not let cloudwatch.amazonaws.com do kms:Decrypt/);
});

test.each<[string, RegExp, string, string?]>([
    ["a queue whose key it may not use", /does not let .* do kms:Decrypt/, policy(owner)],
    [
        "a queue whose key it may read with, and not write",
        /do kms:GenerateDataKey/,
        policy({ ...eventBridge, Action: "kms:Decrypt" }),
    ],
    [
        "a queue whose key asks for whom it works, which it does not say",
        /without a condition on aws:Source/,
        policy({ ...eventBridge, ...use, ...ofThisAccount }),
    ],
    ["a topic on a condition", /meets no Condition/, open, policy({ ...publish, ...ofThisAccount })],
    [
        "a topic whose key it may not use",
        /does not let .* do kms:Decrypt/,
        policy({ ...eventBridge, ...use, ...ofThisAccount }),
        policy(publish),
    ],
])("Events that would be lost on the way to %s are refused", (_, says, key, topicPolicy) => {
    expect(() => send(key, topicPolicy)).toThrow(says);
});
