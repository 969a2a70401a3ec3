import { contains, ipv4Range, oneOf, overlap } from "../../checks.ts";
import { isUnknown, type Values } from "../../values.ts";
import type { Kinds } from "../kind.ts";
import { regions } from "../lookups.ts";
import type { World } from "../world.ts";

const subnetSize = ipv4Range(16, 28);

/** VPCs and their subnets: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
export const network: Kinds = {
    "ec2.Vpc": {
        id: "vpc-{hash}",
        arn: "ec2:{region}:{account}:vpc/{id}",
        immutable: ["cidrBlock", "ipv4IpamPoolId"],
        checks: { cidrBlock: ipv4Range(16, 28), instanceTenancy: oneOf("default", "dedicated") },
        remembers: ["cidrBlock"],
        brings: { "ec2.SecurityGroup": "sg-{hash}", "ec2.RouteTable": "rtb-{hash}", "ec2.NetworkAcl": "acl-{hash}" },
        outputs: ({ hash, account }) => ({
            defaultSecurityGroupId: `sg-${hash}`,
            defaultRouteTableId: `rtb-${hash}`,
            mainRouteTableId: `rtb-${hash}`,
            defaultNetworkAclId: `acl-${hash}`,
            ownerId: account,
        }),
    },
    "ec2.VpcIpv4CidrBlockAssociation": {
        id: "vpc-cidr-assoc-{hash}",
        immutable: ["vpcId", "cidrBlock"],
        checks: { cidrBlock: ipv4Range(16, 28) },
        refersTo: { vpcId: "ec2.Vpc" },
        remembers: ["cidrBlock"],
    },
    "ec2.Subnet": {
        id: "subnet-{hash}",
        arn: "ec2:{region}:{account}:subnet/{id}",
        immutable: ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"],
        checks: { cidrBlock: subnetSize },
        refersTo: { vpcId: "ec2.Vpc" },
        occupies: ["vpcId"],
        remembers: ["cidrBlock", "availabilityZone"],
        refuses: subnetFault,
        outputs: ({ account, region, availabilityZone }) => ({
            ownerId: account,
            availabilityZoneId: zoneId(region, String(availabilityZone ?? `${region}a`)),
        }),
    },
    "ec2.NetworkInterface": {
        id: "eni-{hash}",
        arn: "ec2:{region}:{account}:network-interface/{id}",
        immutable: ["subnetId"],
        refersTo: { subnetId: "ec2.Subnet" },
        occupies: ["subnetId"],
    },
    "ec2.NetworkAcl": {
        id: "acl-{hash}",
        arn: "ec2:{region}:{account}:network-acl/{id}",
        immutable: ["vpcId"],
        refersTo: { vpcId: "ec2.Vpc" },
        occupies: ["vpcId"],
    },
};

/** Zone ids name the same place in every account; here the first zone has number 1. */
export const zoneId = (region: string, zone: string): string =>
    `${regions[region]?.id}-az${(regions[region]?.zones.indexOf(zone.slice(region.length)) ?? 0) + 1}`;

/** Zones of a region by name. */
export const zonesOf = (region: string): string[] => (regions[region]?.zones ?? []).map((zone) => `${region}${zone}`);

function subnetFault({ vpcId, cidrBlock, availabilityZone }: Values, world: World, id: string): string | undefined {
    const zones = zonesOf(world.region);
    if (availabilityZone !== undefined && !zones.includes(String(availabilityZone)))
        return `availabilityZone must be one of ${zones.join(", ")}, not "${availabilityZone}"`;
    if (cidrBlock === undefined || isUnknown(cidrBlock)) return undefined;

    const range = String(cidrBlock);
    const vpc = world.find("ec2.Vpc", String(vpcId));
    const more = world.all("ec2.VpcIpv4CidrBlockAssociation").filter((association) => association.vpcId === vpcId);
    const ranges = [vpc, ...more].map((entry) => String(entry?.cidrBlock));
    if (!ranges.some((outer) => contains(outer, range)))
        return `cidrBlock ${range} must lie within the range of ${vpcId}, ${ranges.join(" or ")}`;
    const other = world
        .all("ec2.Subnet")
        .find((subnet) => subnet.vpcId === vpcId && subnet.id !== id && overlap(String(subnet.cidrBlock), range));
    return other && `cidrBlock ${range} overlaps ${other.cidrBlock} of ${other.id} (${other.urn.split("::").pop()})`;
}
