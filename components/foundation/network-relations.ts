import { mistakeIf, type Relation } from "../configuration/relation.ts";
import { overlaps, within } from "../platform/ip-ranges.ts";
import { partition } from "../platform/partition.ts";
import type { Settings } from "../settings.ts";

/** Where the cluster is, and its addresses. */
export const networkRelations: Relation<Settings>[] = [
    {
        fields: ["region", "zones"],
        broken: ({ region, zones = [] }) =>
            zones.flatMap((zone, index) =>
                mistakeIf(
                    region !== undefined && zone.slice(0, -1) !== region,
                    `zones[${index}]`,
                    `${zone} is not in region ${region}`,
                ),
            ),
    },
    {
        fields: ["network"],
        broken: ({ network: { cidr, reservedCidrs } }) => {
            const taken = reservedCidrs.filter((reserved) => overlaps(cidr, reserved)).join(", ");
            return mistakeIf(taken !== "", "network.cidr", `${cidr} overlaps the reserved range ${taken}`);
        },
    },
    {
        fields: ["network", "controlPlane"],
        broken: ({ network: { cidr, reservedCidrs }, controlPlane: { serviceCidr } }) => {
            const taken = [cidr, ...reservedCidrs].filter((range) => overlaps(range, serviceCidr)).join(", ");
            return mistakeIf(
                taken !== "",
                "controlPlane.serviceCidr",
                `${serviceCidr} overlaps ${taken} of network; Services need a range of their own`,
            );
        },
    },
    {
        // EC2 takes no rule twice.
        fields: ["network", "controlPlane"],
        broken: ({ network: { cidr }, controlPlane: { privateAccessCidrs } }) =>
            privateAccessCidrs.flatMap((range, index) =>
                mistakeIf(
                    within(range, cidr),
                    `controlPlane.privateAccessCidrs[${index}]`,
                    `${range} is of the VPC (${cidr}), which has access already; leave it out`,
                ),
            ),
    },
    {
        fields: ["network", "zones"],
        broken: ({ network: { existing }, zones }) =>
            mistakeIf(
                existing !== undefined && zones !== undefined && existing.privateSubnetIds.length !== zones.length,
                "network.existing.privateSubnetIds",
                `has ${existing?.privateSubnetIds.length} subnets; give one for each of the ${zones?.length} zones, in order`,
            ),
    },
    {
        fields: ["network"],
        broken: ({ network: { defaultDeny, policyEngine } }) =>
            mistakeIf(
                defaultDeny && policyEngine === "vpc-cni",
                "network.defaultDeny",
                "is not made for network.policyEngine vpc-cni; give cilium or calico, or leave it out",
            ),
    },
    {
        fields: ["backup", "region"],
        broken: ({ backup: { replicaRegion }, region }) => {
            const path = "backup.replicaRegion";
            if (!replicaRegion || !region) return [];
            return replicaRegion === region
                ? [{ path, reason: `${region} is the cluster's own region; give another one` }]
                : mistakeIf(
                      partition(replicaRegion) !== partition(region),
                      path,
                      `${replicaRegion} is in another partition of AWS than ${region}; give one of the same`,
                  );
        },
    },
];
