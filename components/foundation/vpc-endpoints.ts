import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsApi } from "../platform/aws-apis.ts";
import { endpointService } from "../platform/partition.ts";

/** AWS APIs that nodes call, whatever runs on them. */
export const apisOfNodes: readonly AwsApi[] = [
    "ec2", // VPC CNI, EBS CSI
    "ecr.api", // image pulls
    "ecr.dkr",
    "eks", // node bootstrap
    "eks-auth", // EKS Pod Identity agent
    "logs", // CloudWatch agents
    "s3", // image layers
    "ssm", // Session Manager
    "ssmmessages", // Session Manager: the way to the private API endpoint
    "sts", // every role
];

export interface VpcEndpointsArgs {
    region: string;
    /**
     * Those that the parts of the platform call. Pods may reach AWS by the VPC's own range only, so an API without an
     * endpoint is out of their reach, on purpose.
     */
    awsApis: readonly AwsApi[];
    vpcId: pulumi.Input<string>;
    vpcCidr: string;
    /** Subnets, one a zone, that the interfaces stand in. */
    subnetIds: pulumi.Input<string[]>;
    /** Route tables that know the way to S3's public addresses. */
    routeTableIds: pulumi.Input<string>[];
}

/** Private ways to AWS APIs: the names of the APIs resolve to addresses of the VPC. */
export function vpcEndpoints(
    name: string,
    args: VpcEndpointsArgs,
    opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource[] {
    const { region, awsApis, vpcId, vpcCidr, subnetIds, routeTableIds } = args;
    const securityGroup = new aws.ec2.SecurityGroup(
        `${name}-endpoints`,
        { vpcId, description: "AWS API endpoints: HTTPS from the VPC", tags: { Name: `${name}-endpoints` } },
        opts,
    );
    const ingress = new aws.vpc.SecurityGroupIngressRule(
        `${name}-endpoints-https`,
        {
            securityGroupId: securityGroup.id,
            description: "HTTPS from the VPC",
            cidrIpv4: vpcCidr,
            ipProtocol: "tcp",
            fromPort: 443,
            toPort: 443,
        },
        opts,
    );
    // Free, and takes what still resolves to public addresses of S3, such as its dual-stack names.
    const gateway = new aws.ec2.VpcEndpoint(
        `${name}-endpoint-s3-gateway`,
        {
            vpcId,
            serviceName: endpointService("s3", region),
            vpcEndpointType: "Gateway",
            routeTableIds,
            tags: { Name: `${name}-s3-gateway` },
        },
        opts,
    );
    const interfaces = [...new Set([...apisOfNodes, ...awsApis])].map(
        (service) =>
            new aws.ec2.VpcEndpoint(
                `${name}-endpoint-${service.replace(".", "-")}`,
                {
                    vpcId,
                    serviceName: endpointService(service, region),
                    vpcEndpointType: "Interface",
                    privateDnsEnabled: true,
                    // The default would leave pods with S3's public addresses.
                    ...(service === "s3" && { dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: false } }),
                    subnetIds,
                    securityGroupIds: [securityGroup.id],
                    tags: { Name: `${name}-${service}` },
                },
                opts,
            ),
    );
    return [ingress, gateway, ...interfaces];
}
