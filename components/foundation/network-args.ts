import type { Input } from "@pulumi/pulumi";
import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";
import * as ranges from "../configuration/ranges.ts";

/**
 * Who enforces network policies: the agent of the VPC CNI, or Cilium or Calico beside it, on the networks that the VPC CNI
 * makes.
 */
export const PolicyEngine = { "vpc-cni": "vpc-cni", calico: "calico", cilium: "cilium" } as const;
export type PolicyEngine = (typeof PolicyEngine)[keyof typeof PolicyEngine];

/** A VPC of its own, or one that is given, and who enforces network policies in it. */
export interface NetworkArgs {
    /**
     * IPv4 range of the VPC, /16 to /20, with addresses for `nodes.system.maxSize` nodes. Default `10.0.0.0/16`: prefix
     * delegation takes /28 blocks for each node.
     */
    cidr?: string;
    /**
     * Ranges that must stay free (peered networks, the office); a VPC range that overlaps one is refused. Default:
     * none.
     */
    reservedCidrs?: string[];
    /** Use this VPC instead of making one; `cidr` is then its range. Default: make one. */
    existing?: ExistingNetworkArgs;
    /**
     * Who enforces network policies: `vpc-cni`, its own agent, `cilium` or `calico`. Pods have addresses of the VPC with
     * each. Default `vpc-cni`: nothing more runs.
     */
    policyEngine?: PolicyEngine;
    /**
     * Pods of every namespace, those without a policy too, reach nobody and nobody them, but for DNS and what policies
     * allow; the namespaces of EKS add-ons are left out. It needs another `policyEngine` than `vpc-cni`. Default false:
     * it cuts off what teams run without policies.
     */
    defaultDeny?: boolean;
}

/**
 * A VPC that somebody else owns: one private subnet in each zone, in the order of `zones`. Its owner brings flow logs
 * and the private endpoints of AWS APIs; pods of the platform may reach AWS at addresses of the VPC only.
 */
export interface ExistingNetworkArgs {
    /** Id of the VPC. */
    vpcId: Input<string>;
    /** Private subnets with a route out, for the nodes. */
    privateSubnetIds: Input<string>[];
    /** Public subnets for internet-facing load balancers. Default: none. */
    publicSubnetIds?: Input<string>[];
    /** Subnets without a route out, for the control plane's interfaces, two or more. Default: the private ones. */
    intraSubnetIds?: Input<string>[];
}

export const network = f.object({
    cidr: ranges.hostCidr(16, 20).default("10.0.0.0/16"),
    reservedCidrs: f.list(ranges.cidr(8, 32)).default([]),
    existing: f
        .object({
            vpcId: aws.vpcId,
            privateSubnetIds: aws.subnets,
            publicSubnetIds: aws.subnets.default([]),
            intraSubnetIds: aws.subnets.min(2, "EKS takes two subnets or more, in different zones").optional(),
        })
        .optional(),
    policyEngine: f.oneOf(PolicyEngine).default("vpc-cni"),
    defaultDeny: f.flag.default(false),
});
