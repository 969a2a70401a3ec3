import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { dependingOn } from "../platform/depending-on.ts";
import type { NatGateway } from "../platform/eks-cluster.ts";
import type { ZoneSubnets } from "./cidr-plan.ts";

export interface ZoneNetworkArgs {
    clusterName: string;
    vpcId: pulumi.Input<string>;
    ranges: ZoneSubnets;
    /** Route table with the way to the internet gateway. */
    publicTable: aws.ec2.RouteTable;
    /** The route to the internet gateway, which a NAT gateway needs. */
    publicRoute: aws.ec2.Route;
    /** Route table without a way out. */
    intraTable: aws.ec2.RouteTable;
}

/** Ids of a zone's subnets, known when each has its way out, or is kept from having one. */
export interface ZoneNetwork {
    publicSubnetId: pulumi.Output<string>;
    privateSubnetId: pulumi.Output<string>;
    intraSubnetId: pulumi.Output<string>;
    privateTableId: pulumi.Output<string>;
    natGateway: NatGateway;
}

/** Subnets of one zone, with a NAT gateway of their own: the loss of another zone takes nothing away from this one. */
export function zoneNetwork(name: string, args: ZoneNetworkArgs, opts: pulumi.CustomResourceOptions): ZoneNetwork {
    const { clusterName, vpcId, ranges, publicTable, publicRoute, intraTable } = args;
    const { zone } = ranges;
    const tags = (role: string) => ({ Name: `${clusterName}-${role}-${zone}` });
    const subnet = (role: "public" | "private" | "intra", roleTags: Record<string, string>) =>
        new aws.ec2.Subnet(
            `${name}-${role}-${zone}`,
            {
                vpcId,
                availabilityZone: zone,
                cidrBlock: ranges[role],
                mapPublicIpOnLaunch: false,
                tags: { ...tags(role), ...roleTags },
            },
            opts,
        );
    const association = (role: string, { id: subnetId }: aws.ec2.Subnet, { id: routeTableId }: aws.ec2.RouteTable) =>
        new aws.ec2.RouteTableAssociation(`${name}-${role}-${zone}`, { subnetId, routeTableId }, opts);

    const publicSubnet = subnet("public", { "kubernetes.io/role/elb": "1" });
    const publicAssociation = association("public", publicSubnet, publicTable);
    const address = new aws.ec2.Eip(`${name}-nat-${zone}`, { domain: "vpc", tags: tags("nat") }, opts);
    const gateway = new aws.ec2.NatGateway(
        `${name}-nat-${zone}`,
        { subnetId: publicSubnet.id, allocationId: address.id, tags: tags("nat") },
        { ...opts, dependsOn: [publicRoute, publicAssociation] },
    );

    const privateSubnet = subnet("private", {
        "kubernetes.io/role/internal-elb": "1",
        "karpenter.sh/discovery": clusterName,
    });
    const privateTable = new aws.ec2.RouteTable(`${name}-private-${zone}`, { vpcId, tags: tags("private") }, opts);
    const privateRoute = new aws.ec2.Route(
        `${name}-private-${zone}`,
        { routeTableId: privateTable.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateway.id },
        opts,
    );
    const privateAssociation = association("private", privateSubnet, privateTable);

    const intraSubnet = subnet("intra", {});
    const intraAssociation = association("intra", intraSubnet, intraTable);
    return {
        publicSubnetId: dependingOn(publicSubnet.id, [publicRoute, publicAssociation]),
        privateSubnetId: dependingOn(privateSubnet.id, [privateRoute, privateAssociation]),
        intraSubnetId: dependingOn(intraSubnet.id, [intraAssociation]),
        privateTableId: privateTable.id,
        natGateway: { zone, id: gateway.id },
    };
}
