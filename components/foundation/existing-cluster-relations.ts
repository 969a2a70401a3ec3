import { isPath } from "../configuration/fields.ts";
import { mistakeIf, type Relation } from "../configuration/relation.ts";
import { overlaps } from "../platform/ip-ranges.ts";
import type { Settings } from "../settings.ts";

/** A cluster that somebody else made. */
export const existingRelations: Relation<Settings>[] = [
    {
        fields: ["cluster"],
        broken: ({ cluster: { existing } }) => {
            if (!existing) return [];
            const taken = existing.nodeCidrs.filter((range) => overlaps(range, existing.serviceCidr)).join(", ");
            return mistakeIf(
                taken !== "",
                "cluster.existing.serviceCidr",
                `${existing.serviceCidr} overlaps the range of the nodes ${taken}; Services have a range of their own`,
            );
        },
    },
    {
        fields: ["cluster"],
        broken: ({ cluster: { existing } }) =>
            mistakeIf(
                existing !== undefined && isPath(existing.kubeconfig) && existing.context === undefined,
                "cluster.existing.context",
                "is missing: the current context of a file changes, and with it the cluster; give the name of the context",
            ),
    },
    {
        fields: ["cluster", "zones"],
        broken: ({ cluster: { existing }, zones }) => {
            const subnets = existing?.eks?.privateSubnetIds;
            return mistakeIf(
                subnets !== undefined && zones !== undefined && subnets.length !== zones.length,
                "cluster.existing.eks.privateSubnetIds",
                `has ${subnets?.length} subnets; give one for each of the ${zones?.length} zones`,
            );
        },
    },
];
