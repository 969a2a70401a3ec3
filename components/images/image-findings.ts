import * as pulumi from "@pulumi/pulumi";
import { type FindingRule, tellOf } from "../platform/finding-rule.ts";

export interface ImageFindingsArgs {
    clusterName: string;
    /** SNS topic that people hear of. */
    topicArn: pulumi.Input<string>;
}

/**
 * What Inspector finds in an image of the account: a finding at a time, when it is found and not again
 * (https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html).
 */
const findings: FindingRule = {
    name: "image-findings",
    pattern: {
        source: ["aws.inspector2"],
        "detail-type": ["Inspector2 Finding"],
        detail: {
            severity: ["CRITICAL", "HIGH"],
            status: ["ACTIVE"],
            resources: { type: ["AWS_ECR_CONTAINER_IMAGE"] },
        },
    },
    words: {
        severity: "$.detail.severity",
        title: "$.detail.title",
        image: "$.detail.resources[0].id",
        fix: "$.detail.fixAvailable",
    },
    sentence: "<severity> vulnerability <title> in <image>; fix available: <fix>",
};

/** Tells people of severe vulnerabilities in images, in one sentence each. */
export class ImageFindings extends pulumi.ComponentResource {
    constructor(name: string, args: ImageFindingsArgs, opts: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:ImageFindings", name, {}, opts);
        tellOf(findings, { resource: name, ...args }, { parent: this });
        this.registerOutputs({});
    }
}
