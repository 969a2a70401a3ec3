import { AccountService } from "../../configuration/made-by.ts";
import type { FindingRule } from "../../platform/finding-rule.ts";
import type { Settings } from "../../settings.ts";

/**
 * What of the findings of GuardDuty and Security Hub people are told of; Inspector's are of images.
 *
 * @param clusterName name of the cluster in AWS
 */
export const findingRules = ({ guardDuty, securityHub }: Settings["detection"], clusterName: string): FindingRule[] => [
    ...(guardDuty === AccountService.none
        ? []
        : [threats(guardDuty === AccountService.given ? clusterName : undefined), blindSpots(clusterName)]),
    ...(securityHub === AccountService.none ? [] : [ofOthers]),
];

/**
 * High is 7 and more, critical 9 and more (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html).
 *
 * @param clusterName the one that it is about, where somebody else hears of the rest. Default: the whole account
 */
const threats = (clusterName?: string): FindingRule => ({
    name: "threats",
    pattern: {
        source: ["aws.guardduty"],
        "detail-type": ["GuardDuty Finding"],
        detail: {
            severity: [{ numeric: [">=", 7] }],
            ...(clusterName && { resource: { eksClusterDetails: { name: [clusterName] } } }),
        },
    },
    words: { severity: "$.detail.severity", title: "$.detail.title", finding: "$.detail.id", account: "$.account" },
    sentence: "GuardDuty, severity <severity> of 10: <title> (finding <finding> in account <account>)",
});

/** https://docs.aws.amazon.com/guardduty/latest/ug/eks-runtime-monitoring-coverage.html */
const blindSpots = (clusterName: string): FindingRule => ({
    name: "unwatched",
    pattern: {
        source: ["aws.guardduty"],
        "detail-type": ["GuardDuty Runtime Protection Unhealthy"],
        detail: { resourceDetails: { eksClusterDetails: { clusterName: [clusterName] } } },
    },
    words: { cluster: "$.detail.resourceDetails.eksClusterDetails.clusterName", issue: "$.detail.issue" },
    sentence: "GuardDuty no longer sees all that runs in <cluster>: <issue>",
});

/**
 * What has reached people already is left out. A finding that is new, and not each of its updates
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-all-findings.html).
 */
const ofOthers: FindingRule = {
    name: "hub-findings",
    pattern: {
        source: ["aws.securityhub"],
        "detail-type": ["Security Hub Findings - Imported"],
        detail: {
            findings: {
                Severity: { Label: ["CRITICAL", "HIGH"] },
                Workflow: { Status: ["NEW"] },
                RecordState: ["ACTIVE"],
                ProductName: [{ "anything-but": ["GuardDuty", "Inspector"] }],
            },
        },
    },
    words: {
        severity: "$.detail.findings[0].Severity.Label",
        product: "$.detail.findings[0].ProductName",
        title: "$.detail.findings[0].Title",
        resource: "$.detail.findings[0].Resources[0].Id",
    },
    sentence: "<severity> finding of <product>: <title>, on <resource>",
};
