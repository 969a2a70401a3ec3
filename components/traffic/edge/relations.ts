import { isOnEks } from "../../configuration/on-eks.ts";
import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import { partition } from "../../platform/partition.ts";
import type { Settings } from "../../settings.ts";
import { provedBy } from "../certificates/acm-names.ts";
import { unproven } from "../dns/zones.ts";
import { EdgeEngine, originPatience } from "./args.ts";

/** What is public, and what it takes. */
export const edgeRelations: Relation<Settings>[] = [
    {
        fields: ["edge", "gateway"],
        broken: ({ edge, gateway }) =>
            (edge?.hosts ?? []).flatMap((host, index) =>
                mistakeIf(
                    !gateway.hosts.includes(host),
                    `edge.hosts[${index}]`,
                    `${host} is not among gateway.hosts, which take its requests`,
                ),
            ),
    },
    {
        fields: ["edge", "dns"],
        broken: ({ edge, dns }) =>
            (edge?.hosts ?? []).flatMap((host, index) =>
                unproven(host, `edge.hosts[${index}]`, { dns, signer: "ACM" }),
            ),
    },
    {
        fields: ["edge", "gateway"],
        broken: ({ edge, gateway: { engine } }) =>
            mistakeIf(
                edge !== undefined && engine !== "envoy" && engine !== "istio",
                "edge.engine",
                `${edge?.engine} goes before proxies: gateway.engine is envoy or istio, not ${engine}`,
            ),
    },
    {
        fields: ["edge", "certificates"],
        broken: ({ edge, certificates }) =>
            mistakeIf(
                edge !== undefined && certificates?.issuer !== "letsencrypt",
                "edge.engine",
                `${edge?.engine} asks the gateway for a certificate that everybody trusts; certificates.issuer must be letsencrypt`,
            ),
    },
    {
        fields: ["edge", "certificates"],
        broken: ({ edge, certificates }) => {
            if (edge === undefined) return [];
            const others = certificates?.loadBalancerHosts.map(provedBy) ?? [];
            return edge.hosts.flatMap((host, index) =>
                mistakeIf(
                    others.includes(provedBy(host)),
                    `edge.hosts[${index}]`,
                    `${host} is proved for certificates.loadBalancerHosts already, by a record that would go with it; give it there no more`,
                ),
            );
        },
    },
    {
        fields: ["edge", "gateway"],
        broken: ({ edge, gateway }) =>
            edge === undefined
                ? []
                : mistakeIf(
                      gateway.requestsPerSecond !== undefined,
                      "gateway.requestsPerSecond",
                      `counts addresses, and with the edge all requests come from those of ${edge.engine}; give the limits of edge`,
                  ),
    },
    {
        fields: ["edge", "gateway"],
        broken: ({ edge, gateway: { requestTimeout } }) =>
            mistakeIf(
                edge?.engine === EdgeEngine.cloudfront && (requestTimeout ?? 0) > originPatience,
                "gateway.requestTimeout",
                `is longer than CloudFront waits: ${originPatience} s`,
            ),
    },
    {
        fields: ["edge", "region", "cluster"],
        broken: ({ edge, region, cluster }) =>
            mistakeIf(
                edge?.engine === EdgeEngine.cloudfront &&
                    isOnEks({ cluster }) &&
                    region !== undefined &&
                    partition(region) !== "aws",
                "edge.engine",
                `cloudfront has its certificates and firewalls in us-east-1, which the accounts of ${region} have not`,
            ),
    },
];
