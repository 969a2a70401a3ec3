import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlatform, Part } from "../../part.ts";
import { bucketName, bucketPrefix } from "../../platform/bucket-name.ts";
import { dataFacts } from "../../platform/eks-cluster.ts";
import { type KeyStatement, kmsKey } from "../../platform/kms-key.ts";
import { partition } from "../../platform/partition.ts";
import { PrivateBucket } from "../../platform/private-bucket.ts";
import type { Settings } from "../../settings.ts";

const cloudTrail = { Service: "cloudtrail.amazonaws.com" };

/**
 * Who read or wrote backups and secrets, in a bucket of its own, under a key of its own: who may read the data need not
 * be able to read, or to encrypt, what is recorded of them.
 */
export const auditTrail: Part = {
    name: "audit-trail",
    onlyOnEks: "CloudTrail records what is done to backups and secrets in AWS",
    addon: (settings, { eks }) => {
        new AuditTrail(eks.name, { settings, eks }, eks.own);
        return undefined;
    },
};

class AuditTrail extends pulumi.ComponentResource {
    constructor(
        name: string,
        { settings, eks }: { settings: Settings; eks: EksPlatform["eks"] },
        opts: pulumi.ComponentResourceOptions,
    ) {
        super("production-cluster:index:AuditTrail", name, {}, opts);
        const { allowDeletion, controlPlane } = settings;
        const { clusterName, region, accountId } = dataFacts(eks);
        const parent = { parent: this };
        // A trail of all regions has its name in all of them.
        const trailName = `${clusterName}-${region}-audit`;
        // One that is there keeps the name that it has.
        const trailArns = [trailName, `${clusterName}-audit`].map(
            (each) => pulumi.interpolate`arn:${partition(region)}:cloudtrail:${region}:${accountId}:trail/${each}`,
        );

        const keyArn = kmsKey(
            `${name}-audit`,
            "audit",
            { clusterName, region, accountId, allowDeletion },
            encrypt(trailArns),
            parent,
        );
        const bucket = new PrivateBucket(
            `${name}-audit`,
            {
                bucketName: bucketName("audit", { clusterName, region, accountId }),
                keyArn,
                expireAfterDays: controlPlane.logRetentionDays,
                recoverableDays: 30,
                allowDeletion,
                statements: (bucketArn) => write(bucketArn, trailArns, accountId),
            },
            parent,
        );
        new aws.cloudtrail.Trail(
            `${name}-audit`,
            {
                name: trailName,
                s3BucketName: bucket.bucketName,
                kmsKeyId: keyArn,
                enableLogFileValidation: true,
                // The copy of the backups is in another region.
                isMultiRegionTrail: true,
                advancedEventSelectors: [
                    selector("backups", {
                        eventCategory: { equals: ["Data"] },
                        "resources.type": { equals: ["AWS::S3::Object"] },
                        "resources.ARN": {
                            startsWiths: ["backups", "replica"].map(
                                (purpose) => `arn:${partition(region)}:s3:::${bucketPrefix(purpose, clusterName)}`,
                            ),
                        },
                    }),
                    // Reading a secret is an event of management, and a trail takes those of every service or of none.
                    selector("secrets", {
                        eventCategory: { equals: ["Management"] },
                        eventSource: { notEquals: ["kms.amazonaws.com", "rdsdata.amazonaws.com"] },
                    }),
                ],
            },
            { ...parent, ignoreChanges: ["name"] },
        );
        this.registerOutputs({});
    }
}

const selector = (name: string, fields: Record<string, object>) => ({
    name,
    fieldSelectors: Object.entries(fields).map(([field, condition]) => ({ field, ...condition })),
});

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
const encrypt = (trailArns: pulumi.Output<string>[]): KeyStatement[] => [
    {
        Sid: "CloudTrail",
        Principal: cloudTrail,
        Action: ["kms:GenerateDataKey*", "kms:DescribeKey"],
        Condition: { StringEquals: { "aws:SourceArn": trailArns } },
    },
];

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
const write = (
    bucketArn: pulumi.Output<string>,
    trailArns: pulumi.Output<string>[],
    accountId: pulumi.Input<string>,
) => [
    {
        Sid: "CloudTrailLooks",
        Effect: "Allow",
        Principal: cloudTrail,
        Action: "s3:GetBucketAcl",
        Resource: bucketArn,
        Condition: { StringEquals: { "aws:SourceArn": trailArns } },
    },
    {
        Sid: "CloudTrailWrites",
        Effect: "Allow",
        Principal: cloudTrail,
        Action: "s3:PutObject",
        Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${accountId}/*`,
        Condition: { StringEquals: { "aws:SourceArn": trailArns, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
];
