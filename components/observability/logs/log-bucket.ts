import * as pulumi from "@pulumi/pulumi";
import { bucketName } from "../../platform/bucket-name.ts";
import { PrivateBucket } from "../../platform/private-bucket.ts";

export interface LogBucketArgs {
    clusterName: string;
    region: string;
    accountId: pulumi.Input<string>;
    /** ARN of the KMS key that encrypts the logs. */
    keyArn: pulumi.Input<string>;
    /** Days that logs are kept. */
    retentionDays: number;
    /** Weakness: lets the logs be removed. */
    allowDeletion: boolean;
}

/** Days that the bucket waits for Loki to remove what is past its time, before it does so itself. */
const grace = 30;

/** Where Loki keeps the logs. Its type has the name that it had first, by which states know it. */
export class LogBucket extends pulumi.ComponentResource {
    readonly bucketName: pulumi.Output<string>;
    readonly bucketArn: pulumi.Output<string>;

    constructor(name: string, args: LogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:LogStore", name, {}, opts);
        const { keyArn, retentionDays, allowDeletion } = args;

        const bucket = new PrivateBucket(
            `${name}-logs`,
            {
                bucketName: bucketName("logs", args),
                keyArn,
                expireAfterDays: retentionDays + grace,
                recoverableDays: 7,
                allowDeletion,
            },
            { parent: this },
        );
        this.bucketName = bucket.bucketName;
        this.bucketArn = bucket.bucketArn;
        this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
    }
}
