import { type CustomResourceOptions, type Input, interpolate } from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** Who a bucket belongs to. */
export interface BucketOwner {
    clusterName: string;
    region: string;
    accountId: Input<string>;
}

/** What a bucket is called before what makes the name its owner's alone. */
export interface BucketName extends Pick<BucketOwner, "region" | "accountId"> {
    prefix: string;
}

/** What the names of a cluster's buckets for a purpose begin with. */
export const bucketPrefix = (purpose: string, clusterName: string): string => `${clusterName}-${purpose}-`;

/** S3 allows 63 characters: the name of the cluster and the purpose may have 27 of them, the region 18. */
export const bucketName = (purpose: string, { clusterName, region, accountId }: BucketOwner): BucketName => ({
    prefix: bucketPrefix(purpose, clusterName),
    region,
    accountId,
});

/**
 * Where an account has no part of the names for itself
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html).
 */
const withoutNamespaces = ["me-central-1", "me-south-1"];

/**
 * Inputs of a bucket by which nobody else can take its name, before it is made or after it is gone: a name that S3 gives
 * to this account alone; where there is none, an end that nobody guesses, made once and kept, which the first plan does
 * not know.
 */
export function takenByNobody(name: string, { prefix, region, accountId }: BucketName, opts: CustomResourceOptions) {
    if (!withoutNamespaces.includes(region))
        return { bucket: interpolate`${prefix}${accountId}-${region}-an`, bucketNamespace: "account-regional" };
    const { hex } = new random.RandomId(`${name}-suffix`, { byteLength: 6 }, opts);
    return { bucket: interpolate`${prefix}${region}-${hex}` };
}
