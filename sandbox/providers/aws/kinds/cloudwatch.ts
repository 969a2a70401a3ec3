import { integer, json, listOf, matching, oneOf } from "../../checks.ts";
import { targetFault } from "../event-delivery.ts";
import { arn, exactlyOne, type Kinds } from "../kind.ts";
import { policyDocument } from "../policy.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0 is for ever. */
const retention = [
    ...[0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
    ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];
const statistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];
const comparisons = [
    ...["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"],
    ...["LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"],
];

/** Logs, events and alarms. */
export const cloudwatch: Kinds = {
    "cloudwatch.LogGroup": {
        id: "{name}",
        arn: "logs:{region}:{account}:log-group:{name}",
        named: ["name", 512],
        immutable: ["namePrefix", "logGroupClass"],
        checks: {
            name: matching(/^[.\-_/#A-Za-z0-9]{1,512}$/, "1 to 512 letters, digits and . - _ / #"),
            retentionInDays: oneOf(...retention),
            kmsKeyId: arn,
            logGroupClass: oneOf("STANDARD", "INFREQUENT_ACCESS", "DELIVERY"),
        },
        refersTo: { kmsKeyId: "kms.Key" },
    },
    "cloudwatch.LogResourcePolicy": {
        id: "{policyName}",
        immutable: ["policyName"],
        checks: { policyDocument: policyDocument("resource", 5120) },
    },
    "cloudwatch.EventRule": {
        id: "{name}",
        arn: "events:{region}:{account}:rule/{name}",
        named: ["name", 64],
        immutable: ["namePrefix", "eventBusName"],
        checks: {
            name: matching(/^[\w.-]{1,64}$/, "1 to 64 letters, digits and . - _"),
            eventPattern: json,
            scheduleExpression: matching(/^(rate\(\d+ (minute|hour|day)s?\)|cron\(.+\))$/, "rate(...) or cron(...)"),
            state: oneOf("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"),
        },
        relations: ({ eventPattern, scheduleExpression }) =>
            eventPattern === undefined && scheduleExpression === undefined
                ? [{ property: "eventPattern", reason: "a rule needs eventPattern or scheduleExpression" }]
                : [],
    },
    "cloudwatch.EventTarget": {
        id: "{rule}-{targetId}",
        named: ["targetId", 64],
        immutable: ["rule", "eventBusName"],
        checks: { arn, roleArn: arn, targetId: matching(/^[\w.-]{1,64}$/, "1 to 64 letters, digits and . - _") },
        refersTo: { rule: "cloudwatch.EventRule" },
        occupies: ["rule"],
        refuses: targetFault,
    },
    "cloudwatch.MetricAlarm": {
        id: "{name}",
        arn: "cloudwatch:{region}:{account}:alarm:{name}",
        checks: {
            comparisonOperator: oneOf(...comparisons),
            statistic: oneOf(...statistics),
            evaluationPeriods: integer(1, 8640),
            period: integer(10, 604_800),
            treatMissingData: oneOf("missing", "ignore", "breaching", "notBreaching"),
            "alarmActions[]": arn,
            "okActions[]": arn,
            alarmActions: listOf(0, 5),
        },
        relations: (inputs) => exactlyOne(inputs, "what is measured", ["metricName", "metricQueries"]),
    },
    "cloudwatch.CompositeAlarm": {
        id: "{alarmName}",
        arn: "cloudwatch:{region}:{account}:alarm:{alarmName}",
        immutable: ["alarmName"],
    },
};
