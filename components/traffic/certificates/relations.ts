import { isOnEks } from "../../configuration/on-eks.ts";
import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import type { Settings } from "../../settings.ts";
import { ofKind, unproven } from "../dns/zones.ts";

/** Who signs, and what for. */
export const certificateRelations: Relation<Settings>[] = [
    {
        fields: ["certificates", "cluster"],
        broken: ({ certificates, cluster }) =>
            onAws(certificates).flatMap((path) =>
                mistakeIf(
                    !isOnEks({ cluster }),
                    `certificates.${path}`,
                    "needs AWS, and the existing cluster is not on EKS (cluster.existing.eks is not given)",
                ),
            ),
    },
    {
        fields: ["certificates", "dns", "cluster"],
        broken: ({ certificates, dns, cluster }) =>
            mistakeIf(
                isOnEks({ cluster }) &&
                    certificates?.issuer === "letsencrypt" &&
                    ofKind(dns?.zones ?? [], "public").length === 0,
                "certificates.issuer",
                "letsencrypt reads the proof in a public zone; give one among dns.zones",
            ),
    },
    {
        fields: ["certificates"],
        broken: ({ certificates }) => {
            const isAsked = certificates?.issuer === "acmpca";
            const isGiven = certificates?.privateCaArn !== undefined;
            return mistakeIf(
                isAsked !== isGiven,
                "certificates.privateCaArn",
                isAsked
                    ? "is missing: acmpca signs by this CA"
                    : "has no effect: the issuer is not acmpca; leave it out",
            );
        },
    },
    {
        fields: ["certificates", "region"],
        broken: ({ certificates, region }) => {
            const arn = certificates?.privateCaArn;
            const other = typeof arn === "string" ? arn.split(":")[3] : region;
            return mistakeIf(
                region !== undefined && other !== region,
                "certificates.privateCaArn",
                `is of ${other}: the private way to AWS Private CA is that of ${region}`,
            );
        },
    },
    {
        fields: ["certificates", "dns", "cluster"],
        broken: ({ certificates, dns, cluster }) => {
            if (certificates?.issuer === "acmpca" || !isOnEks({ cluster })) return [];
            return (certificates?.loadBalancerHosts ?? []).flatMap((host, index) =>
                unproven(host, `certificates.loadBalancerHosts[${index}]`, { dns, signer: "ACM" }),
            );
        },
    },
];

/** Paths of what only AWS answers. */
const onAws = (certificates: Settings["certificates"]): string[] =>
    certificates === undefined
        ? []
        : [
              ...(certificates.issuer === "internal" ? [] : ["issuer"]),
              ...(certificates.loadBalancerHosts.length > 0 ? ["loadBalancerHosts"] : []),
          ];
