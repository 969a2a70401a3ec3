import type * as aws from "@pulumi/aws";
import type { Input } from "@pulumi/pulumi";
import { type EdgeFailover, originPatience } from "./args.ts";

/**
 * Policies that AWS keeps: nothing is cached, and all that a client sends goes on, its Host with it. Their ids are in
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html and
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const allViewer = "216adef6-5c7f-47e4-b989-5492eafa07d3";

const passing = {
    viewerProtocolPolicy: "redirect-to-https",
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: cachingDisabled,
    originRequestPolicyId: allViewer,
    compress: false,
};

/** Where CloudFront goes to: a VPC origin, and the name of its load balancer. */
export interface Place {
    id: Input<string>;
    host: Input<string>;
}

/**
 * Once: three seconds for a connection and ten for an answer, while somebody waits and the other one is there. CloudFront
 * tries three times where nobody says, for a connection of ten seconds
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html) and for an
 * answer as well (https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html).
 */
const impatient = { connectionAttempts: 1, connectionTimeout: 3 };
const readPatience = 10;

/** What CloudFront takes from the other one where the first one answers it, or does not answer. */
const statusCodes = [500, 502, 503, 504];

/**
 * What goes where. CloudFront asks a second origin for what is only read
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorOriginGroups.html), and
 * takes no other method where there is one: the paths that are only read have a behaviour of their own each, and an origin
 * of their own to the same place. What is sent is not given up sooner for their sake.
 *
 * @param patience seconds that a request may take. Default: as long as the gateway waits where nobody says
 */
export const behaviours = (
    gateway: Place,
    { failover, patience = originPatience.usual }: { failover?: EdgeFailover; patience?: number },
): Pick<
    aws.cloudfront.DistributionArgs,
    "origins" | "originGroups" | "defaultCacheBehavior" | "orderedCacheBehaviors"
> => ({
    origins: [
        origin("gateway", gateway, atLeast(patience)),
        ...(failover
            ? [
                  { ...origin("gateway-read", gateway, readPatience), ...impatient },
                  origin("standby", { id: failover.originId, host: failover.originHost }, atLeast(patience)),
              ]
            : []),
    ],
    defaultCacheBehavior: {
        ...passing,
        targetOriginId: "gateway",
        allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
    },
    ...(failover && {
        originGroups: [
            {
                originId: "either",
                failoverCriteria: { statusCodes },
                members: [{ originId: "gateway-read" }, { originId: "standby" }],
            },
        ],
        orderedCacheBehaviors: failover.paths.map((pathPattern) => ({
            ...passing,
            pathPattern,
            targetOriginId: "either",
            allowedMethods: ["GET", "HEAD", "OPTIONS"],
        })),
    }),
});

const atLeast = (patience: number) => Math.max(patience, originPatience.usual);

const origin = (originId: string, { id, host }: Place, originReadTimeout: number) => ({
    originId,
    domainName: host,
    vpcOriginConfig: { vpcOriginId: id, originReadTimeout },
});
