import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlatform } from "../../part.ts";
import { bucketName } from "../../platform/bucket-name.ts";
import { dataFacts } from "../../platform/eks-cluster.ts";
import { PrivateBucket } from "../../platform/private-bucket.ts";
import type { Settings } from "../../settings.ts";
import { TlsVersion } from "../gateway/args.ts";
import type { EdgeSettings } from "./args.ts";
import { behaviours } from "./behaviours.ts";
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
    entrance: Entrance;
    /** A standby that waits has the origin alone, for CloudFront of the other cluster. */
    waits: boolean;
}

/**
 * CloudFront with a firewall, before a load balancer that is in private subnets and has no other way in from outside (a
 * VPC origin).
 */
export class CloudFront extends pulumi.ComponentResource {
    readonly originId: pulumi.Output<string>;
    /** Name by which it is found. Undefined on a standby that waits. */
    readonly host: pulumi.Output<string> | undefined;

    constructor(name: string, args: CloudFrontArgs) {
        super("production-cluster:index:CloudFront", name, {}, args.eks.own);
        const { entrance, waits } = args;
        const { id } = new aws.cloudfront.VpcOrigin(
            name,
            {
                vpcOriginEndpointConfig: {
                    ...{ name, arn: entrance.arn, httpPort: 80, httpsPort: 443 },
                    originProtocolPolicy: "https-only",
                    originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
                },
            },
            { parent: this },
        );
        this.originId = id;
        this.host = waits ? undefined : this.#distribution(name, args);
        this.registerOutputs({ originId: id, host: this.host });
    }

    /** Name of a distribution that serves the hosts, and keeps a record of it. */
    #distribution(name: string, { settings, edge, eks, entrance }: CloudFrontArgs): pulumi.Output<string> {
        const there = { parent: this, provider: eks.awsIn(home) };
        const { clusterName, accountId } = dataFacts(eks);
        const zones = settings.dns?.zones ?? [];

        const records = new EdgeRecords(
            name,
            { settings, eks, region: home, logGroup: `aws-waf-logs-${clusterName}`, delivers: true },
            { parent: this, providers: [there.provider] },
        );
        const distribution = new aws.cloudfront.Distribution(
            name,
            {
                ...{ enabled: true, comment: name, aliases: edge.hosts, httpVersion: "http2and3", isIpv6Enabled: true },
                ...behaviours(
                    { id: this.originId, host: entrance.host },
                    { failover: edge.failover, patience: settings.gateway.requestTimeout },
                ),
                viewerCertificate: {
                    acmCertificateArn: edgeCertificate(name, { hosts: edge.hosts, zones }, there),
                    sslSupportMethod: "sni-only",
                    minimumProtocolVersion: securityPolicies[settings.gateway.tlsMinVersion],
                },
                restrictions: { geoRestriction: { restrictionType: "none" } },
                webAclId: firewall(name, { ...edge, scope: "CLOUDFRONT", records }, there),
            },
            { parent: this },
        );
        const bucket = new PrivateBucket(
            `${name}-requests`,
            {
                bucketName: bucketName("edge", { clusterName, region: home, accountId }),
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
            { parent: this, providers: [there.provider] },
        );
        accessLog(name, { distributionArn: distribution.arn, bucketArn: bucket.bucketArn }, there);
        return distribution.domainName;
    }
}

/** Standard logging (v2): https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html */
function accessLog(
    name: string,
    { distributionArn, bucketArn }: Record<"distributionArn" | "bucketArn", pulumi.Output<string>>,
    opts: pulumi.CustomResourceOptions,
): void {
    const source = new aws.cloudwatch.LogDeliverySource(
        name,
        { name, logType: "ACCESS_LOGS", resourceArn: distributionArn },
        opts,
    );
    const destination = new aws.cloudwatch.LogDeliveryDestination(
        name,
        { name, outputFormat: "json", deliveryDestinationConfiguration: { destinationResourceArn: bucketArn } },
        opts,
    );
    new aws.cloudwatch.LogDelivery(
        name,
        { deliverySourceName: source.name, deliveryDestinationArn: destination.arn, recordFields },
        opts,
    );
}
