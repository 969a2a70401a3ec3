import { isOnEks } from "../../platform/eks-only.ts";
import { partition } from "../../platform/partition.ts";
import { accountOf, partitionOf, roleOf } from "../../platform/role-arn.ts";
import type { Mistake } from "../mistake.ts";
import type { Settings } from "../schema.ts";
import type { Relation } from "./relation.ts";

/** Who may use the cluster, and who is told. */
export const accessRelations: Relation<Settings>[] = [
    {
        fields: ["access"],
        broken: ({ access }) => {
            const administrators = new Set(access?.administratorRoleArns.map(roleKey));
            return (access?.viewerRoleArns ?? []).flatMap((arn, index) =>
                administrators.has(roleKey(arn))
                    ? [{ path: `access.viewerRoleArns[${index}]`, reason: "administers already; give each role once" }]
                    : [],
            );
        },
    },
    {
        fields: ["access", "region", "cluster"],
        broken: ({ access, region, cluster }) => [
            ...(access?.administratorRoleArns ?? []).flatMap((arn, index) =>
                abroad(`access.administratorRoleArns[${index}]`, arn, region),
            ),
            ...(access?.viewerRoleArns ?? []).flatMap((arn, index) =>
                abroad(`access.viewerRoleArns[${index}]`, arn, region),
            ),
            ...abroad("cluster.existing.eks.nodeRoleArn", cluster.existing?.eks?.nodeRoleArn, region),
        ],
    },
    {
        fields: ["alerts", "gitops", "cluster"],
        broken: ({ alerts, gitops: { sso }, cluster }) =>
            isOnEks({ cluster }) && sso && sso.clientSecretName === alerts?.heartbeatUrlSecret
                ? [
                      {
                          path: "gitops.sso.clientSecretName",
                          reason: "is alerts.heartbeatUrlSecret, whose whole text is a URL; give a secret with the key clientSecret",
                      },
                  ]
                : [],
    },
];

const roleKey = (arn: string): string => `${accountOf(arn)}/${roleOf(arn).toLowerCase()}`;

/** Nothing of one partition of AWS is known in another. */
function abroad(path: string, arn: unknown, region: string | undefined): Mistake[] {
    if (typeof arn !== "string" || region === undefined || partitionOf(arn) === partition(region)) return [];
    return [{ path, reason: `is of the partition ${partitionOf(arn)}; ${region} is in ${partition(region)}` }];
}
