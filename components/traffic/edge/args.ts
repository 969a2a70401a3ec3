import type { z } from "zod";
import * as f from "../../configuration/fields.ts";

/** What stands between the Internet and the gateway: `cloudfront` is CloudFront with a firewall (AWS WAF). */
export const EdgeEngine = { cloudfront: "cloudfront" } as const;
export type EdgeEngine = (typeof EdgeEngine)[keyof typeof EdgeEngine];

/**
 * A way from the Internet to names of the gateway. Nothing else is public: what people open below `domain`, and hosts of
 * the gateway that are not named here, stay with its private load balancer.
 */
export interface EdgeArgs {
    /** `cloudfront`, before a gateway of proxies: `gateway.engine` is not `alb`. */
    engine: EdgeEngine;
    /**
     * Names that everybody may open, at least one and ten at most (as many as ACM signs for at once), each among
     * `gateway.hosts` and in a public zone among `dns.zones`.
     */
    hosts: string[];
    /**
     * Requests that one address may send within five minutes, 10 to 2,000,000,000; further ones are refused.
     * Default 2000, some seven a second: a page with all that it loads, again and again.
     */
    requestsPerFiveMinutes?: number;
    /**
     * Weakness: the firewall's rules count what they find, and refuse nothing. To see what they would refuse, for a
     * start. Default false.
     */
    onlyCount?: boolean;
}

/** Seconds that CloudFront waits for an answer: the most that it takes without a raised quota. */
export const originPatience = 60;

/** ACM: names of a certificate, unless the quota is raised. */
const mostHosts = 10;

export const edge = f.object({
    engine: f.oneOf(Object.values(EdgeEngine) as ["cloudfront"]),
    hosts: f.list(f.host).min(1, "give at least one name").max(mostHosts, `give at most ${mostHosts} names`),
    requestsPerFiveMinutes: f.integer(10, 2_000_000_000).optional(),
    onlyCount: f.flag.default(false),
});

export type EdgeSettings = z.output<typeof edge>;
