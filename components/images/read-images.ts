import { interpolate } from "@pulumi/pulumi";
import type { Statement } from "../platform/addon.ts";
import { type AwsResources, dataFacts, type EksCluster } from "../platform/eks-cluster.ts";
import { partition } from "../platform/partition.ts";

/** Reads the images of the account's registry; signing in is not limited to any of them. */
export function readImages(eks: EksCluster & AwsResources): Statement[] {
    const { region, accountId } = dataFacts(eks);
    return [
        { Sid: "SignIn", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
        {
            Sid: "ReadImages",
            Effect: "Allow",
            Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            Resource: interpolate`arn:${partition(region)}:ecr:${region}:${accountId}:repository/*`,
        },
    ];
}
