import { mistakeIf, type Relation } from "../configuration/relation.ts";
import { architecture } from "../platform/architecture.ts";
import type { Settings } from "../settings.ts";
import { nodesThatFit } from "./cidr-plan.ts";

/** GiB of the smallest machine of 4 vCPU that Karpenter buys of each category: 2, 4 and 8 for a vCPU. */
const smallestMachineGiB = { c: 8, m: 16, r: 32 };

/** Machines. */
export const nodeRelations: Relation<Settings>[] = [
    {
        fields: ["nodes", "zones"],
        broken: ({ nodes: { system }, zones = [] }) =>
            mistakeIf(
                system.minSize < zones.length,
                "nodes.system.minSize",
                `${system.minSize} leaves a zone empty; give ${zones.length} or more`,
            ),
    },
    {
        fields: ["nodes"],
        broken: ({ nodes: { system } }) =>
            mistakeIf(
                system.maxSize <= system.minSize,
                "nodes.system.maxSize",
                `${system.maxSize} leaves no room to grow; give more than minSize (${system.minSize})`,
            ),
    },
    {
        fields: ["nodes", "zones", "network"],
        broken: ({ nodes: { system }, zones, network }) => {
            // Of a given VPC nobody knows the sizes of the subnets.
            if (!zones || network.existing) return [];
            const most = nodesThatFit(network.cidr, zones.length);
            return mistakeIf(
                system.maxSize > most,
                "nodes.system.maxSize",
                `${network.cidr} has addresses for ${most} nodes, not ${system.maxSize}; give fewer, or a wider range`,
            );
        },
    },
    {
        fields: ["nodes"],
        broken: ({ nodes: { system } }) =>
            mistakeIf(
                new Set(system.instanceTypes.map(architecture)).size > 1,
                "nodes.system.instanceTypes",
                "mixes arm64 and x86_64; one node group boots one machine image, give types of one architecture",
            ),
    },
    {
        fields: ["nodes"],
        broken: ({ nodes: { system } }) =>
            system.instanceTypes.flatMap((type, index) =>
                mistakeIf(
                    /\.(nano|micro|small)$/.test(type),
                    `nodes.system.instanceTypes[${index}]`,
                    `${type} has 2 GiB or less, which Prometheus alone asks for; give a larger one`,
                ),
            ),
    },
    {
        fields: ["nodes"],
        broken: ({ nodes: { general } }) => {
            const { instanceCategories: categories, memoryLimitGiB } = general;
            const least = Math.min(...categories.map((category) => smallestMachineGiB[category]));
            return mistakeIf(
                memoryLimitGiB < least,
                "nodes.general.memoryLimitGiB",
                `${memoryLimitGiB} is less than any machine of ${categories.join(", ")} has; give ${least} or more`,
            );
        },
    },
];
