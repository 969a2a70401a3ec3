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
 * Twice three seconds, and no longer, while somebody waits and the other one is there. Without it CloudFront tries three
 * times for ten seconds
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html).
 */
const impatient = { connectionAttempts: 2, connectionTimeout: 3 };

/** What CloudFront takes from the other one where the first one answers it, or does not answer. */
const statusCodes = [500, 502, 503, 504];

/**
 * What goes where. CloudFront asks a second origin for what is only read
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorOriginGroups.html), and
 * takes no other method where there is one: the paths that are only read have a behaviour of their own each.
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
        { ...origin("gateway", gateway, patience), ...(failover && impatient) },
        ...(failover ? [origin("standby", { id: failover.originId, host: failover.originHost }, patience)] : []),
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
                members: [{ originId: "gateway" }, { originId: "standby" }],
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

const origin = (originId: string, { id, host }: Place, patience: number) => ({
    originId,
    domainName: host,
    vpcOriginConfig: { vpcOriginId: id, originReadTimeout: Math.max(patience, originPatience.usual) },
});
