import type { Mistake } from "../configuration/mistake.ts";
import { mistakeIf, type Relation } from "../configuration/relation.ts";
import { partition } from "../platform/partition.ts";
import { partitionOf, roleKey } from "../platform/role-arn.ts";
import type { Settings } from "../settings.ts";

/** Who may use the cluster. */
export const accessRelations: Relation<Settings>[] = [
    {
        fields: ["access"],
        broken: ({ access }) => {
            const administrators = new Set(access?.administratorRoleArns.map(roleKey));
            return (access?.viewerRoleArns ?? []).flatMap((arn, index) =>
                mistakeIf(
                    administrators.has(roleKey(arn)),
                    `access.viewerRoleArns[${index}]`,
                    "administers already; give each role once",
                ),
            );
        },
    },
    {
        fields: ["access", "region"],
        broken: ({ access, region }) =>
            (["administratorRoleArns", "viewerRoleArns"] as const).flatMap((list) =>
                (access?.[list] ?? []).flatMap((arn, index) => abroad(`access.${list}[${index}]`, arn, region)),
            ),
    },
    {
        fields: ["cluster", "region"],
        broken: ({ cluster: { existing }, region }) =>
            abroad("cluster.existing.eks.nodeRoleArn", existing?.eks?.nodeRoleArn, region),
    },
];

/** Nothing of one partition of AWS is known in another. An output is known too late to look. */
const abroad = (path: string, arn: unknown, region: string | undefined): Mistake[] =>
    typeof arn === "string" && region !== undefined
        ? mistakeIf(
              partitionOf(arn) !== partition(region),
              path,
              `is of the partition ${partitionOf(arn)}; ${region} is in ${partition(region)}`,
          )
        : [];
