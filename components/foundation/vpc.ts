import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AwsApi } from "../platform/aws-apis.ts";
import { dependingOn } from "../platform/depending-on.ts";
import type { NatGateway } from "../platform/eks-cluster.ts";
import { planSubnets } from "./cidr-plan.ts";
import { flowLogs } from "./flow-logs.ts";
import { vpcEndpoints } from "./vpc-endpoints.ts";
import { zoneNetwork } from "./zone-network.ts";

export interface VpcArgs {
    clusterName: string;
    region: string;
    zones: string[];
    cidr: string;
    logKeyArn: pulumi.Input<string>;
    logRetentionDays: number;
    /** AWS APIs that the parts of the platform call, beside those of the nodes. */
    awsApis: readonly AwsApi[];
}

export interface Vpc {
    id: pulumi.Output<string>;
    privateSubnetIds: pulumi.Output<string[]>;
    publicSubnetIds: pulumi.Output<string[]>;
    intraSubnetIds: pulumi.Output<string[]>;
    natGateways: NatGateway[];
}

/** A VPC over the zones. Its subnets are known when they have their routes and AWS APIs answer inside the VPC. */
export function vpc(name: string, args: VpcArgs, opts: pulumi.CustomResourceOptions): Vpc {
    const { clusterName, region, zones, cidr, logKeyArn, logRetentionDays, awsApis } = args;
    const plan = planSubnets(cidr, zones);

    const network = new aws.ec2.Vpc(
        `${name}-vpc`,
        { cidrBlock: cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: clusterName } },
        opts,
    );
    const vpcId = network.id;
    // Whatever lands in the default group can talk to nobody.
    new aws.ec2.DefaultSecurityGroup(`${name}-default`, { vpcId, ingress: [], egress: [] }, opts);
    flowLogs(name, { clusterName, vpcId, keyArn: logKeyArn, retentionDays: logRetentionDays }, opts);

    const table = (role: string) =>
        new aws.ec2.RouteTable(`${name}-${role}`, { vpcId, tags: { Name: `${clusterName}-${role}` } }, opts);
    const internet = new aws.ec2.InternetGateway(`${name}-internet`, { vpcId, tags: { Name: clusterName } }, opts);
    const publicTable = table("public");
    const publicRoute = new aws.ec2.Route(
        `${name}-public`,
        { routeTableId: publicTable.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: internet.id },
        opts,
    );
    const intraTable = table("intra");
    const inZones = plan.map((ranges) =>
        zoneNetwork(name, { clusterName, vpcId, ranges, publicTable, publicRoute, intraTable }, opts),
    );
    const privateSubnetIds = pulumi.all(inZones.map(({ privateSubnetId }) => privateSubnetId));
    const endpoints = vpcEndpoints(
        name,
        {
            region,
            awsApis,
            vpcId,
            vpcCidr: cidr,
            subnetIds: privateSubnetIds,
            routeTableIds: [...inZones.map(({ privateTableId }) => privateTableId), intraTable.id],
        },
        opts,
    );

    return {
        id: vpcId,
        privateSubnetIds: dependingOn(privateSubnetIds, endpoints),
        publicSubnetIds: pulumi.all(inZones.map(({ publicSubnetId }) => publicSubnetId)),
        intraSubnetIds: pulumi.all(inZones.map(({ intraSubnetId }) => intraSubnetId)),
        natGateways: inZones.map(({ natGateway }) => natGateway),
    };
}
