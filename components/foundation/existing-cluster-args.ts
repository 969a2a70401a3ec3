import type { Input } from "@pulumi/pulumi";
import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";
import * as ranges from "../configuration/ranges.ts";

/** Which cluster the platform is put on. */
export interface ClusterArgs {
    /** Use this cluster instead of making one; it stays when the stack goes. Default: make one. */
    existing?: ExistingClusterArgs;
}

/**
 * A cluster that somebody else made. Without `eks` it is any Kubernetes, and what needs AWS is left out and said to be
 * not applicable; with it, only network, control plane and nodes are its owner's. See docs/existing-cluster.md.
 */
export interface ExistingClusterArgs {
    /** Kubeconfig: its path (`/...` or `~/...`), or its content, which must be a secret of the stack. */
    kubeconfig: Input<string>;
    /** Context of the kubeconfig. Required with a path; of content, the current one is the default. */
    context?: string;
    /**
     * IPv4 ranges of the nodes, control plane included, at least one; on EKS those of the VPC, secondary ones too.
     * Network policies are made of them.
     */
    nodeCidrs: string[];
    /** IPv4 range of Services. */
    serviceCidr: string;
    /** Labels of the nodes that the platform runs on; it tolerates `CriticalAddonsOnly`. Default: none, every node. */
    nodeSelector?: Record<string, string>;
    /** What only a cluster on EKS has. Default: the cluster is not on EKS. */
    eks?: ExistingEksArgs;
}

/**
 * An EKS cluster that somebody else made. Its owner brings the EKS add-ons (VPC CNI with network policies, Pod Identity
 * agent, EBS CSI driver, snapshot controller), nodes, and the private endpoints of AWS APIs in the VPC.
 */
export interface ExistingEksArgs {
    /** Name of the cluster in AWS. */
    clusterName: string;
    /** Id of the VPC. */
    vpcId: Input<string>;
    /** Ids of private subnets for Karpenter's machines, one for each of `zones`. */
    privateSubnetIds: Input<string>[];
    /** Security groups of Karpenter's machines, at least one: the cluster's own. */
    securityGroupIds: Input<string>[];
    /** ARN of the role of Karpenter's machines; an access entry of the type EC2_LINUX lets it in. */
    nodeRoleArn: Input<string>;
    /** Name of the instance profile of that role. */
    instanceProfile: Input<string>;
}

export const cluster = f.object({
    existing: f
        .object({
            kubeconfig: f.kubeconfig,
            context: f.text.optional(),
            nodeCidrs: f.list(ranges.hostCidr(8, 28)).min(1, "give at least one range"),
            serviceCidr: ranges.hostCidr(8, 28),
            nodeSelector: f.labels.default({}),
            eks: f
                .object({
                    clusterName: aws.eksClusterName,
                    vpcId: aws.vpcId,
                    privateSubnetIds: aws.subnets,
                    securityGroupIds: aws.securityGroups
                        .min(1, "give at least one security group")
                        .max(16, "a network interface takes 16 security groups at most"),
                    nodeRoleArn: aws.roleArnInput,
                    instanceProfile: aws.instanceProfile,
                })
                .optional(),
        })
        .optional(),
});
