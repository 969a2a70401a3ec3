import { type Input, interpolate, type Output } from "@pulumi/pulumi";

/** Who a bucket belongs to: what makes its name the only one in the world. */
export interface BucketOwner {
    clusterName: string;
    region: string;
    accountId: Input<string>;
}

/** S3 allows 63 characters: the cluster's name may have 26 of them. */
export const bucketName = (purpose: string, { clusterName, region, accountId }: BucketOwner): Output<string> =>
    interpolate`${clusterName}-${purpose}-${region}-${accountId}`;
