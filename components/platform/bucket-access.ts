import { type Input, interpolate } from "@pulumi/pulumi";
import type { Statement } from "./addon.ts";

/** What a program needs to keep its data in a bucket of its own: list, read, write, delete, and the key. */
export const objectStorage = (bucketArn: Input<string>, keyArn: Input<string>): Statement[] => [
    { Sid: "ListBucket", Effect: "Allow", Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: bucketArn },
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
    },
    { Sid: "UseKey", Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: keyArn },
];

/** Reads a bucket that somebody else writes. */
export const readObjectStorage = (bucketArn: Input<string>, keyArn: Input<string>): Statement[] => [
    { Sid: "ListOtherBucket", Effect: "Allow", Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: bucketArn },
    { Sid: "ReadOtherObjects", Effect: "Allow", Action: ["s3:GetObject"], Resource: interpolate`${bucketArn}/*` },
    { Sid: "UseOtherKey", Effect: "Allow", Action: ["kms:Decrypt"], Resource: keyArn },
];
