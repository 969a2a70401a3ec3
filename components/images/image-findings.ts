import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ImageFindingsArgs {
    clusterName: string;
    /** SNS topic that people hear of; EventBridge must be allowed to publish to it. */
    topicArn: pulumi.Input<string>;
}

/**
 * What Inspector finds in an image of the account: a finding at a time, when it is found and not again
 * (https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html).
 */
const pattern = {
    source: ["aws.inspector2"],
    "detail-type": ["Inspector2 Finding"],
    detail: {
        severity: ["CRITICAL", "HIGH"],
        status: ["ACTIVE"],
        resources: { type: ["AWS_ECR_CONTAINER_IMAGE"] },
    },
};

/** Tells people of severe vulnerabilities in images, in one sentence each. */
export class ImageFindings extends pulumi.ComponentResource {
    constructor(name: string, args: ImageFindingsArgs, opts: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:ImageFindings", name, {}, opts);
        const parent = { parent: this };
        const rule = new aws.cloudwatch.EventRule(
            `${name}-image-findings`,
            { name: `${args.clusterName}-image-findings`, eventPattern: JSON.stringify(pattern) },
            parent,
        );
        new aws.cloudwatch.EventTarget(
            `${name}-image-findings`,
            {
                rule: rule.name,
                arn: args.topicArn,
                inputTransformer: {
                    inputPaths: {
                        severity: "$.detail.severity",
                        title: "$.detail.title",
                        image: "$.detail.resources[0].id",
                        fix: "$.detail.fixAvailable",
                    },
                    inputTemplate: '"<severity> vulnerability <title> in <image>; fix available: <fix>"',
                },
            },
            parent,
        );
        this.registerOutputs({});
    }
}
