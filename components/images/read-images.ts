import { interpolate } from "@pulumi/pulumi";
import type { Statement } from "../platform/addon.ts";
import { dataFacts, type EksCluster } from "../platform/eks-cluster.ts";
import { partition } from "../platform/partition.ts";

/** Reads the images of the account's registry; signing in is not limited to any of them. */
export function readImages(eks: Parameters<typeof dataFacts>[0] & Pick<EksCluster, "accountId">): Statement[] {
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
