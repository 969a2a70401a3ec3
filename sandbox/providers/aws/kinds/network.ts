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
        records: ["cidrBlock"],
        createsAlong: { "ec2.SecurityGroup": "sg-{hash}", "ec2.RouteTable": "rtb-{hash}" },
        outputs: ({ hash, account }) => ({
            defaultSecurityGroupId: `sg-${hash}`,
            defaultRouteTableId: `rtb-${hash}`,
            mainRouteTableId: `rtb-${hash}`,
            defaultNetworkAclId: `acl-${hash}`,
            ownerId: account,
        }),
    },
    "ec2.Subnet": {
        id: "subnet-{hash}",
        arn: "ec2:{region}:{account}:subnet/{id}",
        immutable: ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"],
        checks: { cidrBlock: subnetSize },
        refersTo: { vpcId: "ec2.Vpc" },
        occupies: ["vpcId"],
        records: ["cidrBlock", "availabilityZone"],
        refuses: subnetFault,
        outputs: ({ account, region, availabilityZone }) => ({
            ownerId: account,
            availabilityZoneId: zoneId(region, String(availabilityZone ?? `${region}a`)),
        }),
    },
    // Made by controllers in the cluster, never by a program.
    "ec2.NetworkInterface": {
        id: "eni-{hash}",
        arn: "ec2:{region}:{account}:network-interface/{id}",
        immutable: ["subnetId"],
        refersTo: { subnetId: "ec2.Subnet" },
        occupies: ["subnetId"],
    },
};

/** Zone ids name the same place in every account; here the first zone has number 1. */
const zoneId = (region: string, zone: string): string =>
    `${regions[region]?.id}-az${(regions[region]?.zones.indexOf(zone.slice(region.length)) ?? 0) + 1}`;

/** Zones of a region by name. */
const zonesOf = (region: string): string[] => (regions[region]?.zones ?? []).map((zone) => `${region}${zone}`);

function subnetFault({ vpcId, cidrBlock, availabilityZone }: Values, world: World, id: string): string | undefined {
    const zones = zonesOf(world.region);
    if (availabilityZone !== undefined && !zones.includes(String(availabilityZone)))
        return `availabilityZone must be one of ${zones.join(", ")}, not "${availabilityZone}"`;
    if (cidrBlock === undefined || isUnknown(cidrBlock)) return undefined;

    const range = String(cidrBlock);
    const outer = String(world.find("ec2.Vpc", String(vpcId))?.cidrBlock);
    if (!contains(outer, range)) return `cidrBlock ${range} must lie within the range of ${vpcId}, ${outer}`;
    const other = world
        .all("ec2.Subnet")
        .find((subnet) => subnet.vpcId === vpcId && subnet.id !== id && overlap(String(subnet.cidrBlock), range));
    return other && `cidrBlock ${range} overlaps ${other.cidrBlock} of ${other.id} (${other.urn.split("::").pop()})`;
}
