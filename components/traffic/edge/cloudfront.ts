import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlatform } from "../../part.ts";
import { dataFacts } from "../../platform/eks-cluster.ts";
import { PrivateBucket } from "../../platform/private-bucket.ts";
import type { Settings } from "../../settings.ts";
import { TlsVersion } from "../gateway/args.ts";
import type { EdgeSettings } from "./args.ts";
import { behaviours, type Place } from "./behaviours.ts";
import { edgeCertificate } from "./edge-certificate.ts";
import { deliverySource, EdgeRecords } from "./edge-records.ts";
import type { Entrance } from "./entrance.ts";
import { firewall } from "./firewall.ts";

/** The region of CloudFront's certificates, firewalls and log deliveries. */
const home = "us-east-1";

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html */
const securityPolicies: Record<TlsVersion, string> = {
    [TlsVersion.tls12]: "TLSv1.2_2025",
    [TlsVersion.tls13]: "TLSv1.3_2025",
};

/** Days that a line which is past its time can still be brought back. */
const recoverableDays = 7;

/** Who asked for what, and what came of it; without the query and cookies, in which tokens are sent. */
const recordFields = [
    ...["date", "time", "x-edge-location", "sc-bytes", "c-ip", "cs-method", "cs(Host)", "cs-uri-stem", "sc-status"],
    ...["cs(User-Agent)", "x-edge-result-type", "x-edge-request-id", "x-host-header", "cs-protocol", "cs-bytes"],
    ...["time-taken", "ssl-protocol", "ssl-cipher", "x-edge-response-result-type", "cs-protocol-version"],
    ...["time-to-first-byte", "x-edge-detailed-result-type"],
];

export interface CloudFrontArgs {
    settings: Settings;
    edge: EdgeSettings;
    eks: EksPlatform["eks"];
    /** Undefined on a standby that waits and is no origin meanwhile. */
    entrance: Entrance | undefined;
    /** A standby that waits has the records, and the origin for CloudFront of the other cluster. */
    waits: boolean;
}

/**
 * CloudFront with a firewall, before a load balancer that is in private subnets and has no other way in from outside (a
 * VPC origin). It is called by the cluster and its region: a cluster of the same name in another region has the same here. What
 * is there keeps its name: another log group or delivery would be empty, and an origin in use takes no other name.
 */
export class CloudFront extends pulumi.ComponentResource {
    readonly originId: pulumi.Output<string> | undefined;
    /** Name by which it is found. Undefined on a standby that waits. */
    readonly host: pulumi.Output<string> | undefined;

    constructor(name: string, args: CloudFrontArgs) {
        super("production-cluster:index:CloudFront", name, {}, args.eks.own);
        const { entrance, waits } = args;
        const there = { parent: this, provider: args.eks.awsIn(home) };
        const kept = keptRecords(name, args, there);
        this.originId = entrance && this.#origin(name, entrance, args.eks.profile.region);
        this.host =
            waits || !entrance || !this.originId
                ? undefined
                : distribution(name, args, { gateway: { id: this.originId, host: entrance.host }, kept, there });
        this.registerOutputs({ originId: this.originId, host: this.host });
    }

    #origin(name: string, { arn }: Entrance, region: string): pulumi.Output<string> {
        return new aws.cloudfront.VpcOrigin(
            name,
            {
                vpcOriginEndpointConfig: {
                    ...{ name: `${name}-${region}`, arn, httpPort: 80, httpsPort: 443 },
                    originProtocolPolicy: "https-only",
                    originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
                },
            },
            { parent: this, ignoreChanges: ["vpcOriginEndpointConfig.name"] },
        ).id;
    }
}

/** A place in the component, and the provider of CloudFront's region. */
interface There {
    parent: CloudFront;
    provider: aws.Provider;
}

type Kept = ReturnType<typeof keptRecords>;

/** Where it is written down what was asked and what was refused. It stays where the cluster no longer serves. */
function keptRecords(name: string, { settings, eks }: CloudFrontArgs, { parent, provider }: There) {
    const inside = { parent, providers: [provider] };
    const { clusterName, region, accountId } = dataFacts(eks);
    const formerLogGroup = `aws-waf-logs-${clusterName}`;
    const records = new EdgeRecords(
        name,
        {
            ...{ settings, eks, region: home, keyRole: `edge/${region}`, delivers: true },
            ...{ logGroup: `${formerLogGroup}-${region}`, formerLogGroup },
        },
        inside,
    );
    const bucket = new PrivateBucket(
        `${name}-requests`,
        {
            // The cluster's region in the place of a purpose: S3 leaves no room for a word more.
            bucketName: { prefix: `${clusterName}-${region}-`, region: home, accountId },
            keyArn: records.keyArn,
            expireAfterDays: settings.logs.retentionDays,
            recoverableDays,
            allowDeletion: settings.allowDeletion,
            statements: (bucketArn) => [
                {
                    Sid: "LogDelivery",
                    Effect: "Allow",
                    Principal: { Service: "delivery.logs.amazonaws.com" },
                    Action: "s3:PutObject",
                    Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${accountId}/*`,
                    Condition: {
                        ...deliverySource(home, accountId),
                        StringEquals: {
                            ...deliverySource(home, accountId).StringEquals,
                            "s3:x-amz-acl": "bucket-owner-full-control",
                        },
                    },
                },
            ],
        },
        inside,
    );
    return { records, bucketArn: bucket.bucketArn };
}

/** Name of a distribution that serves the hosts, and keeps a record of it. */
function distribution(
    name: string,
    { settings, edge, eks }: CloudFrontArgs,
    { gateway, kept, there }: { gateway: Place; kept: Kept; there: There },
): pulumi.Output<string> {
    const zones = settings.dns?.zones ?? [];
    const { region } = eks.profile;
    const { arn, domainName } = new aws.cloudfront.Distribution(
        name,
        {
            ...{ enabled: true, comment: name, aliases: edge.hosts, httpVersion: "http2and3", isIpv6Enabled: true },
            ...behaviours(gateway, { failover: edge.failover, patience: settings.gateway.requestTimeout }),
            viewerCertificate: {
                acmCertificateArn: edgeCertificate(name, { hosts: edge.hosts, zones }, there),
                sslSupportMethod: "sni-only",
                minimumProtocolVersion: securityPolicies[settings.gateway.tlsMinVersion],
            },
            restrictions: { geoRestriction: { restrictionType: "none" } },
            webAclId: firewall(
                name,
                { ...edge, scope: "CLOUDFRONT", metric: `${name}-${region}`, records: kept.records },
                there,
            ),
        },
        { parent: there.parent },
    );
    accessLog(name, { called: `${name}-${region}`, distributionArn: arn, bucketArn: kept.bucketArn }, there);
    return domainName;
}

interface AccessLogArgs {
    /** What the source and the destination of the lines are called. */
    called: string;
    distributionArn: pulumi.Output<string>;
    bucketArn: pulumi.Output<string>;
}

/** Standard logging (v2): https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html */
function accessLog(
    name: string,
    { called, distributionArn, bucketArn }: AccessLogArgs,
    opts: pulumi.CustomResourceOptions,
): void {
    const source = new aws.cloudwatch.LogDeliverySource(
        name,
        { name: called, logType: "ACCESS_LOGS", resourceArn: distributionArn },
        { ...opts, ignoreChanges: ["name"] },
    );
    const destination = new aws.cloudwatch.LogDeliveryDestination(
        name,
        {
            ...{ name: called, outputFormat: "json" },
            deliveryDestinationConfiguration: { destinationResourceArn: bucketArn },
        },
        { ...opts, ignoreChanges: ["name"] },
    );
    new aws.cloudwatch.LogDelivery(
        name,
        { deliverySourceName: source.name, deliveryDestinationArn: destination.arn, recordFields },
        opts,
    );
}
