import { integer, json, matching, oneOf } from "../../checks.ts";
import { alarmFault, targetFault } from "../event-delivery.ts";
import { arn, exactlyOne, type Kinds } from "../kind.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0 is for ever. */
const retention = [
    ...[0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
    ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const comparisons = [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
];

/** Seconds: 10, 20, 30, or minutes. */
const period = (value: unknown) =>
    [10, 20, 30].includes(Number(value)) || (Number(value) > 0 && Number(value) % 60 === 0)
        ? undefined
        : "10, 20, 30 or a multiple of 60";

const deliveryName = matching(/^[\w-]{1,60}$/, "1 to 60 letters, digits, - and _");

/** Logs, alarms and events. */
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
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliverySource.html
    "cloudwatch.LogDeliverySource": {
        id: "{name}",
        arn: "logs:{region}:{account}:delivery-source:{name}",
        named: ["name", 60],
        immutable: ["resourceArn", "logType"],
        checks: { name: deliveryName, resourceArn: arn },
        refersTo: { resourceArn: "cloudfront.Distribution" },
        refuses: ({ resourceArn }, { region }) =>
            region !== "us-east-1" && String(resourceArn).includes(":cloudfront:")
                ? `resourceArn: CloudFront delivers its logs by us-east-1 alone, not by ${region}`
                : undefined,
        outputs: () => ({ service: "cloudfront" }),
    },
    "cloudwatch.LogDeliveryDestination": {
        id: "{name}",
        arn: "logs:{region}:{account}:delivery-destination:{name}",
        named: ["name", 60],
        checks: {
            name: deliveryName,
            outputFormat: oneOf("json", "plain", "w3c", "raw", "parquet"),
            "deliveryDestinationConfiguration.destinationResourceArn": arn,
        },
        refersTo: { "deliveryDestinationConfiguration.destinationResourceArn": "s3.Bucket" },
    },
    "cloudwatch.LogDelivery": {
        id: "{hash}",
        arn: "logs:{region}:{account}:delivery:{id}",
        immutable: ["deliverySourceName", "deliveryDestinationArn"],
        checks: { deliveryDestinationArn: arn },
        refersTo: {
            deliverySourceName: "cloudwatch.LogDeliverySource",
            deliveryDestinationArn: "cloudwatch.LogDeliveryDestination",
        },
        occupies: ["deliverySourceName", "deliveryDestinationArn"],
    },
    "cloudwatch.MetricAlarm": {
        id: "{name}",
        arn: "cloudwatch:{region}:{account}:alarm:{name}",
        named: ["name", 255],
        checks: {
            comparisonOperator: oneOf(...comparisons),
            statistic: oneOf("SampleCount", "Average", "Sum", "Minimum", "Maximum"),
            treatMissingData: oneOf("breaching", "notBreaching", "ignore", "missing"),
            evaluationPeriods: integer(1, 100),
            period,
            "metricQueries[].id": matching(/^[a-z]\w{0,254}$/, "a small letter, then letters, digits and _"),
            "metricQueries[].metric.period": period,
            "alarmActions[]": arn,
            "okActions[]": arn,
        },
        relations: (inputs) => [
            ...exactlyOne(inputs, "what is measured", ["metricName", "metricQueries"]),
            ...(Number(inputs.datapointsToAlarm) > Number(inputs.evaluationPeriods)
                ? [{ property: "datapointsToAlarm", reason: "there are no more data points than evaluationPeriods" }]
                : []),
        ],
        refersTo: { "alarmActions[]": "sns.Topic", "okActions[]": "sns.Topic" },
        refuses: alarmFault,
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
