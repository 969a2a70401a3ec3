import { overlaps } from "../../platform/ip-ranges.ts";
import { isPath } from "../fields.ts";
import type { Settings } from "../schema.ts";
import type { Relation } from "./relation.ts";

/** A cluster that somebody else made. */
export const existingRelations: Relation<Settings>[] = [
    {
        fields: ["cluster"],
        broken: ({ cluster: { existing } }) => {
            const taken = existing?.nodeCidrs.filter((range) => overlaps(range, existing.serviceCidr)) ?? [];
            return taken.length > 0
                ? [
                      {
                          path: "cluster.existing.serviceCidr",
                          reason: `${existing?.serviceCidr} overlaps the range of the nodes ${taken.join(", ")}; Services have a range of their own`,
                      },
                  ]
                : [];
        },
    },
    {
        fields: ["cluster"],
        broken: ({ cluster: { existing } }) =>
            existing && isPath(existing.kubeconfig) && existing.context === undefined
                ? [
                      {
                          path: "cluster.existing.context",
                          reason: "is missing: the current context of a file changes, and with it the cluster; give the name of the context",
                      },
                  ]
                : [],
    },
    {
        fields: ["cluster", "zones"],
        broken: ({ cluster: { existing }, zones }) =>
            zones && existing?.eks && existing.eks.privateSubnetIds.length !== zones.length
                ? [
                      {
                          path: "cluster.existing.eks.privateSubnetIds",
                          reason: `has ${existing.eks.privateSubnetIds.length} subnets; give one for each of the ${zones.length} zones`,
                      },
                  ]
                : [],
    },
];
