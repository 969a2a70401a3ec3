import { ipv4Range, oneOf } from "../../checks.ts";
import { exactlyOne, type Kinds } from "../kind.ts";

const targets = [
    ...["gatewayId", "natGatewayId", "transitGatewayId", "vpcPeeringConnectionId", "vpcEndpointId"],
    ...["networkInterfaceId", "egressOnlyGatewayId", "localGatewayId", "carrierGatewayId", "coreNetworkArn"],
];

/** An address of TEST-NET-3 (RFC 5737), which leads nowhere. */
const nowhere = (hash: string): string => `203.0.113.${Number.parseInt(hash.slice(0, 2), 16)}`;

/** Ways in and out of a VPC. */
export const routing: Kinds = {
    "ec2.RouteTable": {
        id: "rtb-{hash}",
        arn: "ec2:{region}:{account}:route-table/{id}",
        immutable: ["vpcId"],
        refersTo: { vpcId: "ec2.Vpc" },
        occupies: ["vpcId"],
        outputs: ({ account }) => ({ ownerId: account }),
    },
    "ec2.Route": {
        id: "r-{routeTableId}-{suffix}",
        unique: "{routeTableId} {destinationCidrBlock}{destinationIpv6CidrBlock}{destinationPrefixListId}",
        immutable: ["routeTableId", "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"],
        checks: { destinationCidrBlock: ipv4Range() },
        relations: (inputs) => exactlyOne(inputs, "a target", targets),
        refersTo: { routeTableId: "ec2.RouteTable", natGatewayId: "ec2.NatGateway" },
        outputs: () => ({ state: "active", origin: "CreateRoute" }),
    },
    "ec2.RouteTableAssociation": {
        id: "rtbassoc-{hash}",
        unique: "{subnetId}{gatewayId}",
        immutable: ["subnetId", "gatewayId"],
        relations: (inputs) => exactlyOne(inputs, "a subnet or a gateway", ["subnetId", "gatewayId"]),
        refersTo: { subnetId: "ec2.Subnet", routeTableId: "ec2.RouteTable" },
        occupies: ["routeTableId"],
    },
    "ec2.InternetGateway": {
        id: "igw-{hash}",
        arn: "ec2:{region}:{account}:internet-gateway/{id}",
        unique: "{vpcId}",
        refersTo: { vpcId: "ec2.Vpc" },
        occupies: ["vpcId"],
        outputs: ({ account }) => ({ ownerId: account }),
    },
    "ec2.Eip": {
        id: "eipalloc-{hash}",
        arn: "ec2:{region}:{account}:elastic-ip/{id}",
        immutable: ["domain", "publicIpv4Pool", "networkBorderGroup"],
        checks: { domain: oneOf("vpc", "standard") },
        outputs: ({ id, hash }) => ({ allocationId: id, publicIp: nowhere(hash) }),
    },
    "ec2.NatGateway": {
        id: "nat-{hash}",
        unique: "{allocationId}",
        immutable: ["allocationId", "subnetId", "connectivityType", "privateIp"],
        checks: { connectivityType: oneOf("public", "private") },
        relations: ({ connectivityType, availabilityMode, allocationId }) =>
            connectivityType !== "private" && availabilityMode !== "regional" && allocationId === undefined
                ? [
                      {
                          property: "allocationId",
                          reason: "a public NAT gateway needs the allocation id of an Elastic IP",
                      },
                  ]
                : [],
        refersTo: { subnetId: "ec2.Subnet", allocationId: "ec2.Eip" },
        occupies: ["subnetId", "allocationId"],
        outputs: ({ hash }) => ({ networkInterfaceId: `eni-${hash}`, publicIp: nowhere(hash) }),
    },
};
