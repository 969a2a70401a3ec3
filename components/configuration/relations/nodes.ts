import { nodesThatFit } from "../../foundation/cidr-plan.ts";
import { architecture } from "../../platform/architecture.ts";
import type { Settings } from "../schema.ts";
import type { Relation } from "./relation.ts";

/** GiB of the smallest machine of 4 vCPU that Karpenter buys of each category: 2, 4 and 8 for a vCPU. */
const smallestMachineGiB = { c: 8, m: 16, r: 32 };

/** Machines. */
export const nodeRelations: Relation<Settings>[] = [
    {
        fields: ["nodes", "zones"],
        broken: ({ nodes: { system }, zones = [] }) =>
            system.minSize < zones.length
                ? [
                      {
                          path: "nodes.system.minSize",
                          reason: `${system.minSize} leaves a zone empty; give ${zones.length} or more`,
                      },
                  ]
                : [],
    },
    {
        fields: ["nodes"],
        broken: ({ nodes: { system } }) =>
            system.maxSize <= system.minSize
                ? [
                      {
                          path: "nodes.system.maxSize",
                          reason: `${system.maxSize} leaves no room to grow; give more than minSize (${system.minSize})`,
                      },
                  ]
                : [],
    },
    {
        // Of a given VPC the sizes of the subnets are not known.
        fields: ["nodes", "zones", "network"],
        broken: ({ nodes: { system }, zones = [], network }) => {
            const most = network.existing ? Number.POSITIVE_INFINITY : nodesThatFit(network.cidr, zones.length);
            return zones.length > 0 && system.maxSize > most
                ? [
                      {
                          path: "nodes.system.maxSize",
                          reason: `${system.maxSize} is more than the ${most} nodes that ${network.cidr} has addresses for; give fewer, or a wider range`,
                      },
                  ]
                : [];
        },
    },
    {
        fields: ["nodes"],
        broken: ({ nodes: { system } }) =>
            new Set(system.instanceTypes.map(architecture)).size > 1
                ? [
                      {
                          path: "nodes.system.instanceTypes",
                          reason: "mixes arm64 and x86_64; one node group boots one machine image, give types of one architecture",
                      },
                  ]
                : [],
    },
    {
        fields: ["nodes"],
        broken: ({ nodes: { system } }) =>
            system.instanceTypes.flatMap((type, index) =>
                /\.(nano|micro|small)$/.test(type)
                    ? [
                          {
                              path: `nodes.system.instanceTypes[${index}]`,
                              reason: `${type} has 2 GiB or less, which Prometheus alone asks for; give a larger one`,
                          },
                      ]
                    : [],
            ),
    },
    {
        fields: ["nodes"],
        broken: ({ nodes: { general } }) => {
            const least = Math.min(...general.instanceCategories.map((category) => smallestMachineGiB[category]));
            return general.memoryLimitGiB < least
                ? [
                      {
                          path: "nodes.general.memoryLimitGiB",
                          reason: `${general.memoryLimitGiB} is less than one machine of the categories ${general.instanceCategories.join(", ")} has; give ${least} or more`,
                      },
                  ]
                : [];
        },
    },
];
