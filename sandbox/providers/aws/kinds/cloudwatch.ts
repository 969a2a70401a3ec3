import { json, matching, oneOf } from "../../checks.ts";
import { targetFault } from "../event-delivery.ts";
import { arn, type Kinds } from "../kind.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0 is for ever. */
const retention = [
    ...[0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
    ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

/** Logs and events. */
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
};
