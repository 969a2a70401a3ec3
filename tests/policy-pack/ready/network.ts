import { resource, urnOf } from "./resource.ts";

export const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

const vpc = urnOf("aws:ec2/vpc:Vpc", "shop");
export const subnets = zones.map((zone) => urnOf("aws:ec2/subnet:Subnet", `private-${zone}`));

export const network = [
    resource("aws:ec2/vpc:Vpc", "shop", { cidrBlock: "10.0.0.0/16" }),
    ...zones.map((zone, index) =>
        resource(
            "aws:ec2/subnet:Subnet",
            `private-${zone}`,
            { availabilityZone: zone, cidrBlock: `10.0.${index * 16}.0/20`, vpcId: "id-of-shop" },
            { vpcId: [vpc] },
        ),
    ),
    resource(
        "aws:ec2/subnet:Subnet",
        "public",
        { availabilityZone: "eu-west-1a", mapPublicIpOnLaunch: true, vpcId: "id-of-shop" },
        { vpcId: [vpc] },
    ),
    resource("aws:ec2/internetGateway:InternetGateway", "shop", {}, { vpcId: [vpc] }),
    resource("aws:ec2/routeTable:RouteTable", "private", {}, { vpcId: [vpc] }),
    ...zones.flatMap((zone) => [
        resource("aws:ec2/natGateway:NatGateway", zone, { subnetId: `id-of-private-${zone}` }),
        resource(
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
            zone,
            {},
            {
                subnetId: [urnOf("aws:ec2/subnet:Subnet", `private-${zone}`)],
                routeTableId: [urnOf("aws:ec2/routeTable:RouteTable", "private")],
            },
        ),
    ]),
    ...["ecr.api", "ecr.dkr", "s3", "sts", "logs", "ec2", "eks", "eks-auth"].map((service) =>
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", service, { serviceName: `com.amazonaws.eu-west-1.${service}` }),
    ),
    resource("aws:ec2/securityGroup:SecurityGroup", "nodes", {
        ingress: [{ fromPort: 443, toPort: 443, protocol: "tcp", cidrBlocks: ["10.0.0.0/16"] }],
    }),
    resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "api", {
        fromPort: 443,
        toPort: 443,
        ipProtocol: "tcp",
        cidrIpv4: "10.0.0.0/16",
    }),
    resource("aws:ec2/flowLog:FlowLog", "shop", { trafficType: "ALL", vpcId: "id-of-shop" }, { vpcId: [vpc] }),
];
