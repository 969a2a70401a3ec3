import { type Input, interpolate, type Output } from "@pulumi/pulumi";

/** Who a bucket belongs to: what makes its name the only one in the world. */
export interface BucketOwner {
    clusterName: string;
    region: string;
    accountId: Input<string>;
}

/** What the names of a cluster's buckets for a purpose begin with. */
export const bucketPrefix = (purpose: string, clusterName: string): string => `${clusterName}-${purpose}-`;

/** S3 allows 63 characters: the cluster's name may have 26 of them. */
export const bucketName = (purpose: string, { clusterName, region, accountId }: BucketOwner): Output<string> =>
    interpolate`${bucketPrefix(purpose, clusterName)}${region}-${accountId}`;
