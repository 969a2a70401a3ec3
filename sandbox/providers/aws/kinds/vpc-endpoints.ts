import { oneOf } from "../../checks.ts";
import type { Failure } from "../../cloud.ts";
import { asList, isUnknown, type Values } from "../../values.ts";
import { arn, exactlyOne, type Kinds } from "../kind.ts";
import { endpointServices } from "../lookups.ts";
import { policyDocument } from "../policy.ts";
import type { World } from "../world.ts";

/** Private ways to AWS services, and the records of traffic. */
export const vpcEndpoints: Kinds = {
    "ec2.VpcEndpoint": {
        id: "vpce-{hash}",
        arn: "ec2:{region}:{account}:vpc-endpoint/{id}",
        immutable: ["vpcId", "serviceName", "serviceRegion", "vpcEndpointType"],
        checks: {
            vpcEndpointType: oneOf("Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork"),
            ipAddressType: oneOf("ipv4", "dualstack", "ipv6"),
            policy: policyDocument("resource"),
        },
        relations: typeFailures,
        refersTo: {
            vpcId: "ec2.Vpc",
            "subnetIds[]": "ec2.Subnet",
            "securityGroupIds[]": "ec2.SecurityGroup",
            "routeTableIds[]": "ec2.RouteTable",
        },
        occupies: ["vpcId", "subnetIds[]", "securityGroupIds[]"],
        records: ["serviceName", "vpcEndpointType", "privateDnsEnabled"],
        refuses: (inputs, world, id) => serviceFault(inputs, world) ?? placeFault(inputs, world, id),
        outputs: ({ account, hash, serviceName }) => ({
            ownerId: account,
            state: "available",
            networkInterfaceIds: [`eni-${hash}`],
            dnsEntries: [{ dnsName: `vpce-${hash}.${serviceName}.invalid`, hostedZoneId: `Z${hash.toUpperCase()}` }],
        }),
    },
    "ec2.FlowLog": {
        id: "fl-{hash}",
        arn: "ec2:{region}:{account}:vpc-flow-log/{id}",
        immutable: [
            ...["logDestination", "logDestinationType", "trafficType", "vpcId", "subnetId", "eniId", "iamRoleArn"],
            ...["logFormat", "maxAggregationInterval", "destinationOptions", "deliverCrossAccountRole"],
        ],
        checks: {
            trafficType: oneOf("ACCEPT", "REJECT", "ALL"),
            logDestinationType: oneOf("cloud-watch-logs", "s3", "kinesis-data-firehose"),
            logDestination: arn,
            iamRoleArn: arn,
            maxAggregationInterval: oneOf(60, 600),
        },
        relations: (inputs) => [
            ...exactlyOne(inputs, "a source", ["vpcId", "subnetId", "eniId", "transitGatewayId"]),
            ...((inputs.logDestinationType ?? "cloud-watch-logs") === "cloud-watch-logs" && !inputs.iamRoleArn
                ? [{ property: "iamRoleArn", reason: "flow logs to CloudWatch need a role that may write there" }]
                : []),
        ],
        refersTo: { vpcId: "ec2.Vpc", subnetId: "ec2.Subnet", iamRoleArn: "iam.Role" },
    },
};

function typeFailures(inputs: Values): Failure[] {
    const type = inputs.vpcEndpointType ?? "Gateway";
    const foreign = type === "Gateway" ? ["subnetIds", "securityGroupIds", "privateDnsEnabled"] : ["routeTableIds"];
    return foreign
        .filter((property) => inputs[property] !== undefined && inputs[property] !== false)
        .map((property) => ({ property, reason: `an endpoint of type ${type} has no ${property}` }));
}

function serviceFault({ serviceName, vpcEndpointType = "Gateway" }: Values, world: World): string | undefined {
    const prefix = `com.amazonaws.${world.region}.`;
    const name = String(serviceName);
    if (serviceName === undefined || isUnknown(serviceName) || name.includes(".vpce.")) return undefined;
    const services = vpcEndpointType === "Gateway" ? endpointServices.gateway : endpointServices.interface;
    return name.startsWith(prefix) && services.includes(name.slice(prefix.length))
        ? undefined
        : `serviceName must be ${prefix} and a service with ${vpcEndpointType} endpoints (endpointServices in sandbox/providers/aws/lookups.ts), not "${name}"`;
}

/** One subnet a zone, and one owner of the service's private name in a VPC. */
function placeFault(inputs: Values, world: World, id: string): string | undefined {
    const zones = asList(inputs.subnetIds).map((subnet) => world.find("ec2.Subnet", String(subnet))?.availabilityZone);
    const twice = zones.find((zone, index) => zone !== undefined && zones.indexOf(zone) !== index);
    if (twice) return `subnetIds must be one a zone: two are in ${twice}`;
    if (!inputs.privateDnsEnabled) return undefined;
    const other = world
        .all("ec2.VpcEndpoint")
        .find(
            (endpoint) =>
                endpoint.id !== id &&
                endpoint.privateDnsEnabled === true &&
                endpoint.vpcId === inputs.vpcId &&
                endpoint.serviceName === inputs.serviceName,
        );
    return (
        other &&
        `privateDnsEnabled: ${other.id} answers to the private name of ${inputs.serviceName} in this VPC already`
    );
}
