import { interpolate } from "@pulumi/pulumi";
import type { Statement } from "../platform/addon.ts";
import { type AwsResources, dataFacts, type EksCluster } from "../platform/eks-cluster.ts";
import { partition } from "../platform/partition.ts";
import type { EcrPlace } from "./ecr-place.ts";

/**
 * Reads the images of the account's registry, and those of other accounts and regions that are named; signing in is not limited to
 * any of them.
 */
export function readImages(eks: EksCluster & AwsResources, others: readonly EcrPlace[] = []): Statement[] {
    const { region, accountId } = dataFacts(eks);
    const arn = (where: string) => `arn:${partition(where)}:ecr:${where}`;
    const own = interpolate`${arn(region)}:${accountId}:repository/*`;
    const named = others.map((each) => `${arn(each.region)}:${each.account}:repository/${each.repository}`);
    return [
        { Sid: "SignIn", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: "*" },
        {
            Sid: "ReadImages",
            Effect: "Allow",
            Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            Resource: named.length > 0 ? [own, ...new Set(named)] : own,
        },
    ];
}
