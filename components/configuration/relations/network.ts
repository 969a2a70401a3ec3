import { overlaps, within } from "../../platform/ip-ranges.ts";
import { partition } from "../../platform/partition.ts";
import type { Settings } from "../schema.ts";
import type { Relation } from "./relation.ts";

/** Where the cluster is, and its addresses. */
export const networkRelations: Relation<Settings>[] = [
    {
        fields: ["region", "zones"],
        broken: ({ region, zones = [] }) =>
            zones.flatMap((zone, index) =>
                region && zone.slice(0, -1) !== region
                    ? [{ path: `zones[${index}]`, reason: `${zone} is not in region ${region}` }]
                    : [],
            ),
    },
    {
        fields: ["network"],
        broken: ({ network }) => {
            const taken = network.reservedCidrs.filter((reserved) => overlaps(network.cidr, reserved));
            return taken.length > 0
                ? [{ path: "network.cidr", reason: `${network.cidr} overlaps the reserved range ${taken.join(", ")}` }]
                : [];
        },
    },
    {
        fields: ["network", "controlPlane"],
        broken: ({ network, controlPlane: { serviceCidr } }) => {
            const taken = [network.cidr, ...network.reservedCidrs].filter((range) => overlaps(range, serviceCidr));
            return taken.length > 0
                ? [
                      {
                          path: "controlPlane.serviceCidr",
                          reason: `${serviceCidr} overlaps ${taken.join(", ")} of network; Services need a range of their own`,
                      },
                  ]
                : [];
        },
    },
    {
        // The VPC has a rule already, and EC2 takes none twice.
        fields: ["network", "controlPlane"],
        broken: ({ network, controlPlane: { privateAccessCidrs } }) =>
            privateAccessCidrs.flatMap((range, index) =>
                within(range, network.cidr)
                    ? [
                          {
                              path: `controlPlane.privateAccessCidrs[${index}]`,
                              reason: `${range} is part of the VPC range ${network.cidr}, which has access already; leave it out`,
                          },
                      ]
                    : [],
            ),
    },
    {
        fields: ["network", "zones"],
        broken: ({ network: { existing }, zones }) =>
            zones && existing && existing.privateSubnetIds.length !== zones.length
                ? [
                      {
                          path: "network.existing.privateSubnetIds",
                          reason: `has ${existing.privateSubnetIds.length} subnets; give one for each of the ${zones.length} zones, in their order`,
                      },
                  ]
                : [],
    },
    {
        fields: ["backup", "region"],
        broken: ({ backup: { replicaRegion }, region }) => {
            const path = "backup.replicaRegion";
            if (!replicaRegion || !region) return [];
            if (replicaRegion === region)
                return [{ path, reason: `${region} is the cluster's own region; give another one` }];
            return partition(replicaRegion) === partition(region)
                ? []
                : [
                      {
                          path,
                          reason: `${replicaRegion} is in another partition of AWS than ${region}; give one of the same`,
                      },
                  ];
        },
    },
];
