import { at, integer, listOf, matching, oneOf } from "../../checks.ts";
import type { Failure } from "../../cloud.ts";
import { asList, asRecord, isUnknown, type Values } from "../../values.ts";
import { arn, type Kinds } from "../kind.ts";
import type { World } from "../world.ts";

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html */
const securityPolicies = [
    ...["SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016", "TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021"],
    ...["TLSv1.2_2025", "TLSv1.3_2025"],
];

/** CloudFront: https://docs.aws.amazon.com/cloudfront/latest/APIReference/ */
export const cloudfront: Kinds = {
    "cloudfront.VpcOrigin": {
        scope: "account",
        id: "vo_{hash}",
        arn: "cloudfront::{account}:vpcorigin/{id}",
        checks: {
            "vpcOriginEndpointConfig.arn": arn,
            "vpcOriginEndpointConfig.originProtocolPolicy": oneOf("http-only", "match-viewer", "https-only"),
            "vpcOriginEndpointConfig.originSslProtocols.items[]": oneOf("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"),
        },
        refersTo: { "vpcOriginEndpointConfig.arn": "lb.LoadBalancer" },
        occupies: ["vpcOriginEndpointConfig.arn"],
        refuses: originFault,
    },
    "cloudfront.Distribution": {
        scope: "account",
        id: "E{hash}",
        arn: "cloudfront::{account}:distribution/{id}",
        checks: {
            httpVersion: oneOf("http1.1", "http2", "http3", "http2and3"),
            priceClass: oneOf("PriceClass_All", "PriceClass_200", "PriceClass_100"),
            "viewerCertificate.acmCertificateArn": matching(
                /^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/.+$/,
                "the ARN of a certificate in us-east-1",
            ),
            "viewerCertificate.sslSupportMethod": oneOf("sni-only", "vip", "static-ip"),
            "viewerCertificate.minimumProtocolVersion": oneOf(...securityPolicies),
            "defaultCacheBehavior.viewerProtocolPolicy": oneOf("allow-all", "https-only", "redirect-to-https"),
            "origins[].vpcOriginConfig.originReadTimeout": integer(1, 120),
            "origins[].connectionAttempts": integer(1, 3),
            "origins[].connectionTimeout": integer(1, 10),
            "originGroups[].members": listOf(2, 2),
            "originGroups[].failoverCriteria.statusCodes[]": oneOf(400, 403, 404, 416, 500, 502, 503, 504),
            orderedCacheBehaviors: listOf(0, 74),
            "orderedCacheBehaviors[].viewerProtocolPolicy": oneOf("allow-all", "https-only", "redirect-to-https"),
            "restrictions.geoRestriction.restrictionType": oneOf("none", "whitelist", "blacklist"),
            webAclId: matching(
                /^arn:aws[\w-]*:wafv2:us-east-1:\d{12}:global\/webacl\/.+$/,
                "the ARN of a global web ACL",
            ),
        },
        relations: behaviourFaults,
        refersTo: {
            webAclId: "wafv2.WebAcl",
            "viewerCertificate.acmCertificateArn": "acm.Certificate",
            "origins[].vpcOriginConfig.vpcOriginId": "cloudfront.VpcOrigin",
        },
        occupies: ["webAclId", "viewerCertificate.acmCertificateArn", "origins[].vpcOriginConfig.vpcOriginId"],
        records: ["aliases"],
        refuses: aliasFault,
        outputs: ({ hash }) => ({ domainName: `d${hash}.cloudfront.net`, hostedZoneId: "Z2FDTNDATAQYW2" }),
    },
};

/**
 * A VPC origin takes a load balancer of the fourth layer with security groups, and without TLS
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html).
 */
function originFault({ vpcOriginEndpointConfig }: Values, world: World): string | undefined {
    const reference = String(asRecord(vpcOriginEndpointConfig).arn);
    const balancer = world.find("lb.LoadBalancer", reference);
    if (!balancer) return undefined;
    if (asList(balancer.securityGroups).length === 0)
        return `${reference} has no security group: a Network Load Balancer needs one to be a VPC origin`;
    return undefined;
}

/** Methods of which a behaviour takes one list or the other, whole. */
const read = ["GET", "HEAD", "OPTIONS"];
const methods = [["GET", "HEAD"], read, [...read, "PUT", "POST", "PATCH", "DELETE"]].map((list) => list.toSorted());

/**
 * Each behaviour leads to what is there, and to a group of origins with methods that only read
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorOriginGroups.html).
 */
function behaviourFaults(inputs: Values): Failure[] {
    const origins = at(inputs, "origins[].originId").map(([, id]) => id);
    const groups = at(inputs, "originGroups[].originId").map(([, id]) => id);
    if (isUnknown(inputs.origins)) return [];
    const behaviours = ["defaultCacheBehavior", "orderedCacheBehaviors[]"].flatMap((path) => at(inputs, path));
    return [
        ...at(inputs, "originGroups[].members[].originId").flatMap(([property, id]) =>
            origins.includes(id) ? [] : [{ property, reason: `no origin is called ${id}` }],
        ),
        ...behaviours.flatMap(([property, behaviour]) => {
            const { targetOriginId: target, allowedMethods } = asRecord(behaviour);
            const allowed = asList(allowedMethods).map(String).toSorted();
            const fault = (name: string, reason: string) => [
                { property: `${property}.${name}`, reason: `${property}.${name} ${reason}` },
            ];
            if (!isUnknown(target) && ![...origins, ...groups].includes(target))
                return fault("targetOriginId", `is ${target}, and no origin is called so`);
            if (!methods.some((list) => list.join() === allowed.join()))
                return fault("allowedMethods", `must be one of ${methods.map((list) => list.join("+")).join(", ")}`);
            const writes = allowed.filter((method) => !read.includes(method));
            return groups.includes(target) && writes.length > 0
                ? fault("allowedMethods", `cannot have ${writes.join(", ")} where origins are a group`)
                : [];
        }),
    ];
}

/** A name leads to one distribution of all accounts. */
function aliasFault({ aliases }: Values, world: World, id: string): string | undefined {
    const taken = world
        .all("cloudfront.Distribution")
        .filter((other) => other.id !== id)
        .flatMap((other) => asList(other.aliases));
    const twice = asList(aliases).find((alias) => taken.includes(alias));
    return twice === undefined ? undefined : `aliases: ${twice} is that of another distribution`;
}
