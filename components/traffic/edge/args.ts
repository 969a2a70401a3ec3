import type { Input } from "@pulumi/pulumi";
import type { z } from "zod";
import * as aws from "../../configuration/aws-fields.ts";
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
     * Requests that one address may send within five minutes, 10 to 2,000,000,000
     * (https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html); further ones are refused.
     * Not with `apiGateway`. Default 2000, some seven a second: a page with all that it loads, again and again.
     */
    requestsPerFiveMinutes?: number;
    /**
     * Requests a second that a host takes of everybody together, 1 to 3,000; half as many again at once. API Gateway
     * takes 5,000 at once of an account, and 1,250 in some regions
     * (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html). With `apiGateway` only. Default 1000.
     */
    requestsPerSecond?: number;
    /**
     * Weakness: the firewall's rules count what they find, and refuse nothing. To see what they would refuse, for a
     * start. Default false.
     */
    onlyCount?: boolean;
    /**
     * The other cluster of a pair, for what is only read: CloudFront asks it where this one answers 500, 502, 503 or
     * 504, or does not answer, request by request. With `cloudfront` only. Default: none.
     */
    failover?: EdgeFailoverArgs;
    /**
     * A standby that waits has the origin that its primary names in `failover`: another private load balancer, to
     * proxies that take requests without the data of the primary. With `cloudfront` only. Default false.
     */
    originWhileWaiting?: boolean;
}

/** An origin of another cluster of the same account, and what is asked of it. */
export interface EdgeFailoverArgs {
    /**
     * Paths that are only read, such as `/assets/*`, and not all of them (`/*`): one to 74, as CloudFront has 75 behaviours
     * of a distribution. Each then takes GET, HEAD and OPTIONS alone, as CloudFront fails over for no other method, and is
     * answered within 10 s, or by the other one.
     */
    paths: string[];
    /** Id of the VPC origin: the output `edgeOriginId` of the other stack. */
    originId: Input<string>;
    /** Name of its load balancer: the output `edgeOriginHost` of the other stack. */
    originHost: Input<string>;
}

/**
 * Seconds that CloudFront waits for an answer where nobody says, as the gateway does, and the most that it takes
 * (https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_VpcOriginConfig.html).
 */
export const originPatience = { usual: 60, most: 120 };

/**
 * Seconds that API Gateway waits for an answer: it takes no more
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
 */
export const apiPatience = 30;

/** ACM: names of a certificate, unless the quota is raised (https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html). */
const mostHosts = 10;

/**
 * CloudFront: behaviours of a distribution, but for the one of all other paths
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html).
 */
const mostPaths = 74;

const edgeFailover = f.object({
    paths: f
        .list(f.pattern(/^\/[A-Za-z0-9_\-.*$/~"'@:+&?]{0,254}$/, "a path, which begins with /, such as /assets/*"))
        .min(1, "give at least one path")
        .max(mostPaths, `give at most ${mostPaths} paths`),
    originId: aws.vpcOriginId,
    originHost: aws.loadBalancerName,
});

export type EdgeFailover = z.output<typeof edgeFailover>;

export const edge = f.object({
    engine: f.oneOf(EdgeEngine),
    hosts: f.list(f.host).min(1, "give at least one name").max(mostHosts, `give at most ${mostHosts} names`),
    requestsPerFiveMinutes: f.integer(10, 2_000_000_000).optional(),
    requestsPerSecond: f.integer(1, 3000).optional(),
    onlyCount: f.flag.default(false),
    failover: edgeFailover.optional(),
    originWhileWaiting: f.flag.default(false),
});

export type EdgeSettings = z.output<typeof edge>;
