import { bucketName } from "./bucket-name.ts";
import { type AwsResources, dataFacts, type EksCluster } from "./eks-cluster.ts";
import { PrivateBucket, type PrivateBucketArgs } from "./private-bucket.ts";

/** A bucket of the cluster, called after what it holds, under the key of its data. */
export const dataBucket = (
    eks: EksCluster & AwsResources,
    purpose: string,
    args: Omit<PrivateBucketArgs, "bucketName" | "keyArn">,
): PrivateBucket =>
    new PrivateBucket(
        `${eks.name}-${purpose}`,
        { bucketName: bucketName(purpose, dataFacts(eks)), keyArn: eks.dataKeyArn, ...args },
        eks.own,
    );
