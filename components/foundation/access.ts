import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { partition } from "../platform/partition.ts";
import { accountOf, roleOf } from "../platform/role-arn.ts";
import type { AccessArgs } from "./access-args.ts";

/** Group of the viewers in Kubernetes, whose role stands in `viewers.ts`: the view policy knows a few kinds only. */
export const viewerGroup = "platform-viewers";

/** Access policies of EKS by what people are to the cluster; neither the view policy nor the role has Secrets. */
const policies = {
    administrator: "AmazonEKSClusterAdminPolicy",
    viewer: "AmazonEKSViewPolicy",
} as const;

/** Lets IAM roles into the cluster: one access entry and one access policy for each. Returns what must stand first. */
export function accessEntries(
    name: string,
    args: { clusterName: pulumi.Input<string>; region: string; access: AccessArgs },
    opts: pulumi.CustomResourceOptions,
): aws.eks.AccessPolicyAssociation[] {
    const { clusterName, region, access } = args;
    const entry = (role: keyof typeof policies) => (principalArn: string) => {
        const entryName = `${name}-${role}-${accountOf(principalArn)}-${roleOf(principalArn)}`;
        const accessEntry = new aws.eks.AccessEntry(
            entryName,
            {
                clusterName,
                principalArn,
                type: "STANDARD",
                ...(role === "viewer" && { kubernetesGroups: [viewerGroup] }),
            },
            opts,
        );
        return new aws.eks.AccessPolicyAssociation(
            entryName,
            {
                clusterName,
                principalArn,
                policyArn: `arn:${partition(region)}:eks::aws:cluster-access-policy/${policies[role]}`,
                accessScope: { type: "cluster" },
            },
            { ...opts, dependsOn: [accessEntry] },
        );
    };
    return [
        ...access.administratorRoleArns.map(entry("administrator")),
        ...(access.viewerRoleArns ?? []).map(entry("viewer")),
    ];
}
