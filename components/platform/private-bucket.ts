import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type BucketName, takenByNobody } from "./bucket-name.ts";
import { dependingOn } from "./depending-on.ts";

export interface PrivateBucketArgs {
    bucketName: BucketName;
    /**
     * ARN of the KMS key, in the bucket's region, that encrypts every object. Default: a key of S3's own, for services
     * of AWS that write to no other.
     */
    keyArn?: pulumi.Input<string>;
    /** Days after which an object goes. Default: never; its program removes what it no longer needs. */
    expireAfterDays?: number;
    /** The same by what the name of an object begins with. Default: no other than above. */
    expireByPrefix?: Readonly<Record<string, number>>;
    /** Days that a deleted or overwritten object can still be brought back. */
    recoverableDays: number;
    /** Weakness: lets the bucket be removed with all that is in it. */
    allowDeletion: boolean;
    /** What its policy says beside, such as that a service of AWS may write to it. Default: nothing. */
    statements?(bucketArn: pulumi.Output<string>): object[];
}

/** A bucket that nobody reads from outside: encrypted, versioned, closed to the public, reached over TLS only. */
export class PrivateBucket extends pulumi.ComponentResource {
    readonly bucketName: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;

    constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:PrivateBucket", name, {}, opts);
        const { bucketName, keyArn, allowDeletion, statements } = args;

        const bucket = new aws.s3.Bucket(
            `${name}-bucket`,
            { ...takenByNobody(name, bucketName, { parent: this }), forceDestroy: allowDeletion },
            // One that is there keeps its name: no bucket can be renamed, and another one would be empty.
            { parent: this, protect: !allowDeletion, ignoreChanges: ["bucket", "bucketNamespace"] },
        );
        const of = { bucket: bucket.bucket };
        const parent = { parent: this };
        const closed = new aws.s3.BucketPublicAccessBlock(
            `${name}-closed`,
            {
                ...of,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
            parent,
        );
        new aws.s3.BucketOwnershipControls(
            `${name}-owner`,
            { ...of, rule: { objectOwnership: "BucketOwnerEnforced" } },
            parent,
        );
        const versioning = new aws.s3.BucketVersioning(
            `${name}-versioning`,
            { ...of, versioningConfiguration: { status: "Enabled" } },
            parent,
        );
        const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(
            `${name}-encryption`,
            {
                ...of,
                rules: [encryptedBy(keyArn)],
            },
            parent,
        );
        const policy = new aws.s3.BucketPolicy(
            `${name}-policy`,
            { ...of, policy: policyOf(bucket.arn, statements?.(bucket.arn)) },
            { ...parent, dependsOn: closed },
        );
        new aws.s3.BucketLifecycleConfiguration(
            `${name}-lifecycle`,
            { ...of, rules: lifecycle(args) },
            { ...parent, dependsOn: versioning },
        );

        // Whoever writes to the bucket comes after what makes it safe.
        const guards = [versioning, encryption, policy];
        this.bucketName = dependingOn(bucket.bucket, guards);
        this.bucketArn = dependingOn(bucket.arn, guards);
        this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
    }
}

const encryptedBy = (keyArn: PrivateBucketArgs["keyArn"]) =>
    keyArn === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
        : {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
              // One key for the bucket instead of one call to KMS for each object.
              bucketKeyEnabled: true,
          };

const policyOf = (bucketArn: pulumi.Output<string>, more: object[] = []) =>
    pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "OnlyEncrypted",
                Effect: "Deny",
                Principal: "*",
                Action: "s3:*",
                Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
            ...more,
        ],
    });

const lifecycle = ({ expireAfterDays, expireByPrefix = {}, recoverableDays }: PrivateBucketArgs) => [
    ...Object.entries(expireByPrefix).map(([prefix, days]) => ({
        id: prefix,
        status: "Enabled",
        filter: { prefix },
        expiration: { days },
    })),
    {
        id: "leftovers",
        status: "Enabled",
        filter: {},
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        noncurrentVersionExpiration: { noncurrentDays: recoverableDays },
        expiration: expireAfterDays === undefined ? { expiredObjectDeleteMarker: true } : { days: expireAfterDays },
    },
];
