import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { EdgeSettings } from "./args.ts";
import type { EdgeRecords } from "./edge-records.ts";

/** Requests of one address within five minutes that are taken where nobody says. */
const patience = 2000;

/**
 * What AWS keeps of rules: 25, 200 and 700 units, and 2 for the limit, of the 1500 that a web ACL has at its base price
 * (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html and
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html). Bodies of more than 8 KiB are only
 * counted (https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html): every upload
 * would be refused.
 */
const groups: { name: string; counted?: string[] }[] = [
    { name: "AWSManagedRulesAmazonIpReputationList" },
    { name: "AWSManagedRulesKnownBadInputsRuleSet" },
    { name: "AWSManagedRulesCommonRuleSet", counted: ["SizeRestrictions_BODY"] },
];

interface FirewallArgs extends Pick<EdgeSettings, "requestsPerFiveMinutes" | "onlyCount"> {
    scope: "CLOUDFRONT" | "REGIONAL";
    /** What its figures are called in CloudWatch, which go on under the name that they have. Default: its name here. */
    metric?: string;
    records: EdgeRecords;
}

/** ARN of a web ACL, which keeps a record of what it refuses and counts, without what signs people in. */
export function firewall(name: string, args: FirewallArgs, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
    const { scope, metric, records, requestsPerFiveMinutes: limit = patience, onlyCount } = args;
    const acl = new aws.wafv2.WebAcl(
        name,
        {
            scope,
            defaultAction: { allow: {} },
            rules: [
                {
                    ...{ name: "rate", priority: 0, visibilityConfig: figures("rate") },
                    action: onlyCount ? { count: {} } : { block: {} },
                    statement: { rateBasedStatement: { aggregateKeyType: "IP", limit, evaluationWindowSec: 300 } },
                },
                ...groups.map((group, place) => ({
                    ...{ name: group.name, priority: place + 1, visibilityConfig: figures(group.name) },
                    overrideAction: onlyCount ? { count: {} } : { none: {} },
                    statement: {
                        managedRuleGroupStatement: {
                            ...{ vendorName: "AWS", name: group.name },
                            ...(group.counted && {
                                ruleActionOverrides: group.counted.map((rule) => ({
                                    name: rule,
                                    actionToUse: { count: {} },
                                })),
                            }),
                        },
                    },
                })),
            ],
            visibilityConfig: figures(metric ?? name),
        },
        { ...opts, ...(metric !== undefined && { ignoreChanges: ["visibilityConfig.metricName"] }) },
    );
    new aws.wafv2.WebAclLoggingConfiguration(
        name,
        {
            resourceArn: acl.arn,
            logDestinationConfigs: [records.logGroupArn],
            redactedFields: [
                { singleHeader: { name: "authorization" } },
                { singleHeader: { name: "cookie" } },
                { queryString: {} },
            ],
            loggingFilter: {
                defaultBehavior: "DROP",
                filters: [
                    {
                        behavior: "KEEP",
                        requirement: "MEETS_ANY",
                        conditions: ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map((action) => ({
                            actionCondition: { action },
                        })),
                    },
                ],
            },
        },
        opts,
    );
    return acl.arn;
}

/** A sample of requests has headers as they came, and is not kept. */
const figures = (metricName: string) => ({
    cloudwatchMetricsEnabled: true,
    metricName,
    sampledRequestsEnabled: false,
});
