import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LogArchiveOffer } from "../../offers.ts";
import type { EksPlatform, Part } from "../../part.ts";
import type { Statement } from "../../platform/addon.ts";
import { bucketName } from "../../platform/bucket-name.ts";
import { dataFacts, type EksCluster } from "../../platform/eks-cluster.ts";
import { partition, serviceHost } from "../../platform/partition.ts";
import { PrivateBucket } from "../../platform/private-bucket.ts";
import type { Settings } from "../../settings.ts";

const streamName = (clusterName: string): string => `${clusterName}-logs`;

const offer: LogArchiveOffer = {
    permissions: ({ clusterName, region }) => [
        {
            Sid: "ArchiveLogs",
            Effect: "Allow",
            Action: ["firehose:PutRecordBatch"],
            Resource: `arn:${partition(region)}:firehose:${region}:*:deliverystream/${streamName(clusterName)}`,
        },
    ],
    output: ({ clusterName, region }) => ({
        Name: "kinesis_firehose",
        region,
        delivery_stream: streamName(clusterName),
        // The plugin writes it behind what the line has, and lines of containers have a `time` already.
        time_key: "fluentbit_time",
    }),
};

/**
 * Data Firehose: beside the store, every line as JSON in compressed files of a bucket by day, for who reads it with
 * Athena or takes it on. It keeps no line longer than the store does.
 */
export const logArchive: Part = {
    name: "log-archive",
    onlyOnEks: "Data Firehose writes it to S3",
    awsApis: ["kinesis-firehose"],
    offers: () => ({ logArchive: offer }),
    addon: (settings, { eks }) => {
        deliveryStream(settings, eks);
        return undefined;
    },
};

function deliveryStream({ allowDeletion, logs: { retentionDays } }: Settings, eks: EksPlatform["eks"]): void {
    const { parent, provider } = eks.own;
    const { clusterName, keyArn, ...owner } = dataFacts(eks);
    const name = `${eks.name}-log-archive`;
    const bucket = new PrivateBucket(
        name,
        {
            bucketName: bucketName("archive", { clusterName, ...owner }),
            keyArn,
            expireAfterDays: retentionDays,
            recoverableDays: 7,
            allowDeletion,
        },
        eks.own,
    );
    const role = new aws.iam.Role(
        name,
        { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "firehose.amazonaws.com" }) },
        { parent, provider },
    );
    const policy = new aws.iam.RolePolicy(
        name,
        {
            role: role.id,
            policy: pulumi.jsonStringify({
                Version: "2012-10-17",
                Statement: write(eks, bucket.bucketArn),
            }),
        },
        { parent, provider },
    );
    new aws.kinesis.FirehoseDeliveryStream(
        name,
        {
            name: streamName(eks.profile.clusterName),
            destination: "extended_s3",
            serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn },
            extendedS3Configuration: {
                roleArn: role.arn,
                bucketArn: bucket.bucketArn,
                kmsKeyArn: keyArn,
                prefix: "logs/!{timestamp:yyyy/MM/dd}/",
                errorOutputPrefix: "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/",
                // A file is written after 64 MiB or five minutes, whichever comes first.
                bufferingSize: 64,
                bufferingInterval: 300,
                compressionFormat: "GZIP",
            },
        },
        { parent, provider, dependsOn: [policy] },
    );
}

/** https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3 */
const write = (
    { profile: { region }, accountId, dataKeyArn }: EksCluster,
    bucketArn: pulumi.Input<string>,
): Statement[] => [
    {
        Effect: "Allow",
        Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
        Resource: bucketArn,
        Condition: { StringEquals: { "aws:ResourceAccount": accountId } },
    },
    {
        Effect: "Allow",
        Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        Resource: pulumi.interpolate`${bucketArn}/*`,
        Condition: { StringEquals: { "aws:ResourceAccount": accountId } },
    },
    {
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: dataKeyArn,
        Condition: { StringEquals: { "kms:ViaService": [serviceHost("s3", region), serviceHost("firehose", region)] } },
    },
];
