import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "./addon.ts";
import { dependingOn } from "./depending-on.ts";

/** A service account of one cluster, and what its pods may do in AWS. */
export interface PodIdentityRoleArgs {
    clusterArn: pulumi.Input<string>;
    namespace: string;
    serviceAccount: string;
    /** IAM policy statements of its own. Default: none. */
    statements?: Statement[];
    /** ARNs of policies that AWS keeps up to date. Default: none. */
    managedPolicyArns?: string[];
}

/**
 * ARN of a role that only EKS Pod Identity can assume, and only for this service account of this cluster
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html). The ARN is known when its policies are attached,
 * so that no pod starts with a role that may do nothing yet. When an association with it counts: `settled.ts`.
 */
export function podIdentityRole(
    name: string,
    args: PodIdentityRoleArgs,
    opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
    const role = new aws.iam.Role(name, { assumeRolePolicy: trust(args) }, opts);
    const inner = { ...opts, parent: role };
    const policies: pulumi.CustomResource[] = (args.managedPolicyArns ?? []).map(
        (policyArn) =>
            new aws.iam.RolePolicyAttachment(
                `${name}-${policyArn.split("/").at(-1)}`,
                { role: role.name, policyArn },
                inner,
            ),
    );
    if (args.statements) {
        policies.push(
            new aws.iam.RolePolicy(
                `${name}-policy`,
                { role: role.id, policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: args.statements }) },
                inner,
            ),
        );
    }
    return dependingOn(role.arn, policies);
}

const trust = ({ clusterArn, namespace, serviceAccount }: PodIdentityRoleArgs) =>
    pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Principal: { Service: "pods.eks.amazonaws.com" },
                Action: ["sts:AssumeRole", "sts:TagSession"],
                Condition: {
                    StringEquals: {
                        "aws:RequestTag/eks-cluster-arn": clusterArn,
                        "aws:RequestTag/kubernetes-namespace": namespace,
                        "aws:RequestTag/kubernetes-service-account": serviceAccount,
                    },
                },
            },
        ],
    });
