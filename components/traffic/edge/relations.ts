import { isOnEks } from "../../configuration/on-eks.ts";
import { mistakeIf, type Relation } from "../../configuration/relation.ts";
import { partition } from "../../platform/partition.ts";
import type { Settings } from "../../settings.ts";
import { provedBy } from "../certificates/acm-names.ts";
import { unproven } from "../dns/zones.ts";
import { type GatewayEngine, TlsVersion } from "../gateway/args.ts";
import { apiPatience, EdgeEngine, type EdgeSettings, originPatience } from "./args.ts";

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
        fields: ["edge", "dns"],
        broken: ({ edge, dns }) => {
            if (edge?.engine !== EdgeEngine.cloudfront) return [];
            const isLeftAlone = (host: string) =>
                (dns?.failover ?? []).some((each) => host === each.host || host.endsWith(`.${each.host}`));
            return edge.hosts.flatMap((host, index) =>
                mistakeIf(
                    isLeftAlone(host),
                    `edge.hosts[${index}]`,
                    `${host} fails over by dns.failover, and is a name of one distribution, which cannot; give it in one of them`,
                ),
            );
        },
    },
    {
        fields: ["edge"],
        broken: ({ edge }) =>
            (edge?.failover?.paths ?? []).flatMap((path, index) =>
                mistakeIf(
                    isEveryPath(path),
                    `edge.failover.paths[${index}]`,
                    `${path} is every path, and what is sent to one of them is refused: nothing could be written; give those that are only read`,
                ),
            ),
    },
    {
        fields: ["edge", "gateway"],
        broken: ({ edge, gateway: { engine } }) =>
            mistakeIf(
                edge !== undefined && !gatewaysOf[edge.engine].includes(engine),
                "edge.engine",
                `${edge?.engine} goes with gateway.engine ${edge && gatewaysOf[edge.engine].join(" or ")}, not ${engine}`,
            ),
    },
    {
        fields: ["edge", "certificates"],
        broken: ({ edge, certificates }) =>
            mistakeIf(
                isBeforeProxies(edge) && certificates?.issuer !== "letsencrypt",
                "edge.engine",
                `${edge?.engine} asks the gateway for a certificate that everybody trusts; certificates.issuer must be letsencrypt`,
            ),
    },
    {
        fields: ["edge", "certificates"],
        broken: ({ edge, certificates }) => {
            if (!isBeforeProxies(edge)) return [];
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
            mistakeIf(
                isBeforeProxies(edge) && gateway.requestsPerSecond !== undefined,
                "gateway.requestsPerSecond",
                `counts addresses, and with the edge all requests come from those of ${edge?.engine}; give the limits of edge`,
            ),
    },
    {
        fields: ["edge", "gateway"],
        broken: ({ edge, gateway: { requestTimeout = 0 } }) => {
            const most = edge && longestAnswers[edge.engine];
            return mistakeIf(
                most !== undefined && requestTimeout > most,
                "gateway.requestTimeout",
                `is longer than ${edge?.engine} waits: ${most} s`,
            );
        },
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
    {
        fields: ["edge", "standby"],
        broken: ({ edge, standby }) => {
            if (edge === undefined) return [];
            const { engine, failover, originWhileWaiting } = edge;
            const isCloudFront = engine === EdgeEngine.cloudfront;
            return [
                ...mistakeIf(
                    failover !== undefined && !isCloudFront,
                    "edge.failover",
                    `is CloudFront's: ${engine} has no second origin; dns.failover leads names to the other cluster once that serves`,
                ),
                ...mistakeIf(
                    originWhileWaiting && !isCloudFront,
                    "edge.originWhileWaiting",
                    `is CloudFront's: ${engine} has no origins`,
                ),
                ...mistakeIf(
                    originWhileWaiting && isCloudFront && standby === undefined,
                    "edge.originWhileWaiting",
                    "has no effect without standby: a cluster that serves has its origin",
                ),
            ];
        },
    },
    {
        fields: ["edge", "gateway"],
        broken: ({ edge, gateway: { tlsMinVersion } }) => {
            if (edge === undefined) return [];
            const isApi = edge.engine === EdgeEngine.apiGateway;
            return [
                ...mistakeIf(
                    isApi && tlsMinVersion !== TlsVersion.tls12,
                    "gateway.tlsMinVersion",
                    "cannot be kept by apiGateway: an HTTP API speaks 1.2 too",
                ),
                ...edge.hosts.flatMap((host, index) =>
                    mistakeIf(
                        isApi && host.startsWith("*."),
                        `edge.hosts[${index}]`,
                        `${host} is no single name, and apiGateway asks the gateway for one`,
                    ),
                ),
                ...mistakeIf(
                    isApi && edge.requestsPerFiveMinutes !== undefined,
                    "edge.requestsPerFiveMinutes",
                    "is a rule of AWS WAF, which cannot be before an HTTP API; give requestsPerSecond",
                ),
                ...mistakeIf(isApi && edge.onlyCount, "edge.onlyCount", "has no effect: apiGateway has no firewall"),
                ...mistakeIf(
                    !isApi && edge.requestsPerSecond !== undefined,
                    "edge.requestsPerSecond",
                    `is not ${edge.engine}'s; give requestsPerFiveMinutes`,
                ),
            ];
        },
    },
];

/** Whether a pattern leaves nothing, or next to nothing, to the behaviour of all other paths. */
const isEveryPath = (pattern: string): boolean => /^\/[*?]*\*[*?]*$/.test(pattern);

/** Gateways that each of them can be before. */
const gatewaysOf: Record<EdgeEngine, GatewayEngine[]> = {
    cloudfront: ["envoy", "istio"],
    apiGateway: ["envoy", "istio"],
    alb: ["alb"],
};

/** Seconds that each of them waits for an answer at most. */
const longestAnswers: Partial<Record<EdgeEngine, number>> = {
    cloudfront: originPatience.most,
    apiGateway: apiPatience,
};

/** Whether it comes to proxies, which end TLS once more. */
const isBeforeProxies = (edge: Settings["edge"]): edge is EdgeSettings =>
    edge !== undefined && edge.engine !== EdgeEngine.alb;
