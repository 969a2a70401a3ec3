import * as pulumi from "@pulumi/pulumi";
import type { AwsApi } from "../platform/aws-apis.ts";
import type { NatGateway } from "../platform/eks-cluster.ts";
import { controlPlaneCidrs } from "./cidr-plan.ts";
import type { ExistingNetworkArgs } from "./network-args.ts";
import { vpc } from "./vpc.ts";

/** What the network of a cluster is made of. */
export interface NetworkComponentArgs {
    clusterName: string;
    region: string;
    /** Availability zones, in the order of their subnets; at most four. Append a zone, never insert one. */
    zones: string[];
    /** IPv4 range of the VPC, /16 to /20. */
    cidr: string;
    /** ARN of the KMS key that encrypts the flow logs. */
    logKeyArn: pulumi.Input<string>;
    /** Days that flow logs are kept. */
    logRetentionDays: number;
    /** AWS APIs that the parts of the platform call, beside those of the nodes. */
    awsApis: readonly AwsApi[];
    /** A VPC that somebody else owns: nothing is made, and its owner answers for endpoints and flow logs. */
    existing?: ExistingNetworkArgs;
}

/**
 * The VPC of a cluster. In each zone: a private subnet for nodes and pods with a NAT gateway of its own, a public
 * subnet for load balancers, and an intra subnet without a way out for the control plane.
 */
export class Network extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    readonly vpcCidr: pulumi.Output<string>;
    readonly privateSubnetIds: pulumi.Output<string[]>;
    readonly publicSubnetIds: pulumi.Output<string[]>;
    /** Subnets of the control plane's network interfaces. */
    readonly intraSubnetIds: pulumi.Output<string[]>;
    /** Ranges that the API server calls webhooks from; known in every plan. */
    readonly controlPlaneCidrs: pulumi.Output<string[]>;
    /** Those that were made; how many is known in every plan. */
    readonly natGateways: readonly NatGateway[];

    constructor(name: string, args: NetworkComponentArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:Network", name, {}, opts);

        const network = args.existing ? given(args.existing) : vpc(name, args, { parent: this });

        this.vpcId = pulumi.output(network.id);
        this.vpcCidr = pulumi.output(args.cidr);
        this.privateSubnetIds = pulumi.output(network.privateSubnetIds);
        this.publicSubnetIds = pulumi.output(network.publicSubnetIds);
        this.intraSubnetIds = pulumi.output(network.intraSubnetIds);
        this.controlPlaneCidrs = pulumi.output(controlPlaneCidrs(args.cidr, args.zones, args.existing));
        this.natGateways = network.natGateways;
        this.registerOutputs({
            vpcId: this.vpcId,
            vpcCidr: this.vpcCidr,
            privateSubnetIds: this.privateSubnetIds,
            publicSubnetIds: this.publicSubnetIds,
            intraSubnetIds: this.intraSubnetIds,
            controlPlaneCidrs: this.controlPlaneCidrs,
        });
    }
}

const given = (existing: ExistingNetworkArgs) => ({
    id: existing.vpcId,
    privateSubnetIds: existing.privateSubnetIds,
    publicSubnetIds: existing.publicSubnetIds ?? [],
    intraSubnetIds: existing.intraSubnetIds ?? existing.privateSubnetIds,
    natGateways: [],
});
