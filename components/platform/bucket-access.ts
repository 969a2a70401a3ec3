import { type Input, interpolate, output } from "@pulumi/pulumi";
import type { Statement } from "./addon.ts";
import { accountOf } from "./role-arn.ts";

/** A bucket is in the account of its key. One of that name elsewhere is somebody else's, who would be given the data. */
const ofItsAccount = (keyArn: Input<string>): Pick<Statement, "Condition"> => ({
    Condition: { StringEquals: { "aws:ResourceAccount": output(keyArn).apply(accountOf) } },
});

const useKey = (keyArn: Input<string>): Statement => ({
    Sid: "UseKey",
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: keyArn,
});

/** What a program needs to keep its data in a bucket of its own: list, read, write, delete, and the key. */
export const objectStorage = (bucketArn: Input<string>, keyArn: Input<string>): Statement[] => [
    {
        Sid: "ListBucket",
        Effect: "Allow",
        Action: ["s3:ListBucket", "s3:GetBucketLocation"],
        Resource: bucketArn,
        ...ofItsAccount(keyArn),
    },
    {
        Sid: "UseObjects",
        Effect: "Allow",
        Action: [
            "s3:GetObject",
            "s3:PutObject",
            "s3:PutObjectTagging",
            "s3:DeleteObject",
            "s3:AbortMultipartUpload",
            "s3:ListMultipartUploadParts",
        ],
        Resource: interpolate`${bucketArn}/*`,
        ...ofItsAccount(keyArn),
    },
    useKey(keyArn),
];

/** Puts objects into a bucket, and reads none again. S3 opens the key for the parts of a large one. */
export const writeObjectStorage = (bucketArn: Input<string>, keyArn: Input<string>): Statement[] => [
    {
        Sid: "PutObjects",
        Effect: "Allow",
        Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
        Resource: interpolate`${bucketArn}/*`,
        ...ofItsAccount(keyArn),
    },
    useKey(keyArn),
];

/** Writes down in a bucket that somebody else writes what was done with it: below a folder, and there alone. */
export const writeRecords = (bucketArn: Input<string>, keyArn: Input<string>, folder: string): Statement[] => [
    {
        Sid: "WriteRecords",
        Effect: "Allow",
        Action: ["s3:PutObject", "s3:DeleteObject"],
        Resource: interpolate`${bucketArn}/${folder}/*`,
        ...ofItsAccount(keyArn),
    },
    { Sid: "EncryptRecords", Effect: "Allow", Action: ["kms:GenerateDataKey"], Resource: keyArn },
];

/** Reads a bucket that somebody else writes. */
export const readObjectStorage = (bucketArn: Input<string>, keyArn: Input<string>): Statement[] => [
    {
        Sid: "ListOtherBucket",
        Effect: "Allow",
        Action: ["s3:ListBucket", "s3:GetBucketLocation"],
        Resource: bucketArn,
        ...ofItsAccount(keyArn),
    },
    {
        Sid: "ReadOtherObjects",
        Effect: "Allow",
        Action: ["s3:GetObject"],
        Resource: interpolate`${bucketArn}/*`,
        ...ofItsAccount(keyArn),
    },
    { Sid: "UseOtherKey", Effect: "Allow", Action: ["kms:Decrypt"], Resource: keyArn },
];
