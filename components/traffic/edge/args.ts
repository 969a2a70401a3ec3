import type { z } from "zod";
import * as f from "../../configuration/fields.ts";

/**
 * What stands between the Internet and the gateway: `cloudfront` is CloudFront with a firewall (AWS WAF); `apiGateway`
 * an HTTP API of API Gateway for each host, which AWS WAF cannot be before; `alb` a public Application Load Balancer with
 * a firewall.
 */
export const EdgeEngine = { cloudfront: "cloudfront", apiGateway: "apiGateway", alb: "alb" } as const;
export type EdgeEngine = (typeof EdgeEngine)[keyof typeof EdgeEngine];

/**
 * A way from the Internet to names of the gateway. Nothing else is public: what people open below `domain`, and hosts of
 * the gateway that are not named here, stay with its private load balancer.
 */
export interface EdgeArgs {
    /**
     * `cloudfront` or `apiGateway`, before proxies (`gateway.engine` `envoy` or `istio`), or `alb`, with that gateway.
     */
    engine: EdgeEngine;
    /**
     * Names that everybody may open, at least one and ten at most (as many as ACM signs for at once), each among
     * `gateway.hosts` and in a public zone among `dns.zones`.
     */
    hosts: string[];
    /**
     * Requests that one address may send within five minutes, 10 to 2,000,000,000; further ones are refused.
     * Not with `apiGateway`. Default 2000, some seven a second: a page with all that it loads, again and again.
     */
    requestsPerFiveMinutes?: number;
    /**
     * Requests a second that a host takes of everybody together, 1 to 3,000; half as many again at once (API Gateway
     * takes 5,000 at once of an account). With `apiGateway` only. Default 1000.
     */
    requestsPerSecond?: number;
    /**
     * Weakness: the firewall's rules count what they find, and refuse nothing. To see what they would refuse, for a
     * start. Default false.
     */
    onlyCount?: boolean;
}

/** Seconds that CloudFront waits for an answer: the most that it takes without a raised quota. */
export const originPatience = 60;

/** Seconds that API Gateway waits for an answer: it takes no more. */
export const apiPatience = 30;

/** ACM: names of a certificate, unless the quota is raised. */
const mostHosts = 10;

export const edge = f.object({
    engine: f.oneOf(EdgeEngine),
    hosts: f.list(f.host).min(1, "give at least one name").max(mostHosts, `give at most ${mostHosts} names`),
    requestsPerFiveMinutes: f.integer(10, 2_000_000_000).optional(),
    requestsPerSecond: f.integer(1, 3000).optional(),
    onlyCount: f.flag.default(false),
});

export type EdgeSettings = z.output<typeof edge>;
