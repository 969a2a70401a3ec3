import { expect, test } from "vitest";
import type { Values } from "../../../../sandbox/providers/values.ts";
import { aws, type Driver, newAccount, trust } from "../clouds.ts";

const vpc = (driver: Driver, cidrBlock = "10.0.0.0/16", name = "vpc") =>
    driver.make("aws:ec2/vpc:Vpc", { cidrBlock }, name);
const subnet = (driver: Driver, inputs: Values, name = "subnet") => driver.make("aws:ec2/subnet:Subnet", inputs, name);
const role = (driver: Driver, name: string, service = "ec2.amazonaws.com") =>
    String(driver.outputs("aws:iam/role:Role", { name, assumeRolePolicy: trust(service) }, name).arn);

const firewall = {
    defaultAction: { allow: {} },
    visibilityConfig: { cloudwatchMetricsEnabled: true, metricName: "shop", sampledRequestsEnabled: false },
};
const certificate = (driver: Driver) =>
    driver.make("aws:acm/certificate:Certificate", { domainName: "shop.example.com", validationMethod: "DNS" });
const distribution = (viewerCertificate: Values) => ({
    enabled: true,
    aliases: ["shop.example.com"],
    origins: [{ originId: "gateway", domainName: "origin.example.com" }],
    defaultCacheBehavior: {
        ...{ targetOriginId: "gateway", viewerProtocolPolicy: "https-only" },
        ...{ allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"] },
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate,
});

const reading = ["GET", "HEAD", "OPTIONS"];
const writing = ["PUT", "POST", "PATCH", "DELETE"];

/** A distribution with two origins, each by itself and as a group, and what is to become of images. */
const behaviour = (targetOriginId: string, allowedMethods: readonly string[]) => ({
    ...distribution({ cloudfrontDefaultCertificate: true }),
    aliases: [],
    origins: ["gateway", "standby"].map((originId) => ({ originId, domainName: `${originId}.example.com` })),
    originGroups: [
        {
            originId: "either",
            failoverCriteria: { statusCodes: [502] },
            members: ["gateway", "standby"].map((originId) => ({ originId })),
        },
    ],
    orderedCacheBehaviors: [
        {
            ...{ pathPattern: "/images/*", targetOriginId, viewerProtocolPolicy: "https-only" },
            ...{ allowedMethods, cachedMethods: ["GET", "HEAD"] },
        },
    ],
});

/** What AWS refuses because of what is there: what is there, what is made, what the message says. */
const refused: [title: string, attempt: (driver: Driver) => unknown, says: RegExp][] = [
    [
        "a subnet in a VPC that does not exist",
        (d) => subnet(d, { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" }),
        /vpcId: vpc-1 does not exist \(ec2\.Vpc in eu-west-1\)/,
    ],
    [
        "a subnet outside its VPC",
        (d) => subnet(d, { vpcId: vpc(d), cidrBlock: "10.1.0.0/24" }),
        /cidrBlock 10\.1\.0\.0\/24 must lie within the range of vpc-\w+, 10\.0\.0\.0\/16/,
    ],
    [
        "a subnet over another one",
        (d) => {
            const vpcId = vpc(d);
            subnet(d, { vpcId, cidrBlock: "10.0.0.0/20" }, "one");
            subnet(d, { vpcId, cidrBlock: "10.0.15.0/24" }, "two");
        },
        /cidrBlock 10\.0\.15\.0\/24 overlaps 10\.0\.0\.0\/20 of subnet-\w+ \(one\)/,
    ],
    [
        "a subnet in a zone of another region",
        (d) => subnet(d, { vpcId: vpc(d), cidrBlock: "10.0.0.0/24", availabilityZone: "eu-central-1a" }),
        /availabilityZone must be one of eu-west-1a, eu-west-1b, eu-west-1c/,
    ],
    [
        "a second role of the same name, in whatever region",
        (d) => {
            role(d, "node");
            aws(account, { region: "us-east-1" }).make(
                "aws:iam/role:Role",
                { name: "node", assumeRolePolicy: trust("ec2.amazonaws.com") },
                "other",
            );
        },
        /iam\.Role node exists already: it was made by urn:.*::node/,
    ],
    [
        "a bucket of the account's own namespace, whose name does not say so",
        (d) => d.make("aws:s3/bucket:Bucket", { bucket: "shop-backups", bucketNamespace: "account-regional" }),
        /bucket: a name of the account's own namespace ends in -\d{12}-eu-west-1-an/,
    ],
    [
        "a second detector of GuardDuty in a region",
        (d) => {
            d.make("aws:guardduty/detector:Detector", { enable: true }, "one");
            d.make("aws:guardduty/detector:Detector", { enable: true }, "two");
        },
        /guardduty\.Detector of \d{12} exists already: it was made by urn:.*::one/,
    ],
    [
        "a second way of GuardDuty to watch what runs",
        (d) => {
            const detectorId = d.make("aws:guardduty/detector:Detector", { enable: true });
            for (const name of ["RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING"])
                d.make("aws:guardduty/detectorFeature:DetectorFeature", { detectorId, name, status: "ENABLED" }, name);
        },
        /EKS_RUNTIME_MONITORING contradicts RUNTIME_MONITORING, which is on/,
    ],
    [
        "a trail to a bucket that CloudTrail may not write to",
        (d) => {
            const s3BucketName = d.make("aws:s3/bucket:Bucket", { bucket: "shop-audit" });
            d.make("aws:cloudtrail/trail:Trail", { name: "shop-audit", s3BucketName });
        },
        /s3BucketName: its policy does not let cloudtrail\.amazonaws\.com do s3:PutObject/,
    ],
    [
        "a trail that picks the source of events of management",
        (d) => {
            const s3BucketName = d.make("aws:s3/bucket:Bucket", { bucket: "shop-audit" });
            const fieldSelectors = [
                { field: "eventCategory", equals: ["Management"] },
                { field: "eventSource", equals: ["secretsmanager.amazonaws.com"] },
            ];
            const advancedEventSelectors = [{ fieldSelectors }];
            d.make("aws:cloudtrail/trail:Trail", { name: "shop-audit", s3BucketName, advancedEventSelectors });
        },
        /eventSource takes notEquals only/,
    ],
    [
        "a firewall of CloudFront elsewhere than in us-east-1",
        (d) => d.make("aws:wafv2/webAcl:WebAcl", { ...firewall, scope: "CLOUDFRONT" }),
        /CLOUDFRONT is in us-east-1 alone, not in eu-west-1/,
    ],
    [
        "a distribution of CloudFront with a certificate of another region",
        (d) => d.make("aws:cloudfront/distribution:Distribution", distribution({ acmCertificateArn: certificate(d) })),
        /the ARN of a certificate in us-east-1/,
    ],
    [
        "a second distribution of CloudFront for a name",
        (d) => {
            const there = aws(account, { region: "us-east-1" });
            const inputs = distribution({ acmCertificateArn: certificate(there) });
            for (const name of ["one", "two"]) d.make("aws:cloudfront/distribution:Distribution", inputs, name);
        },
        /aliases: shop\.example\.com is that of another distribution/,
    ],
    [
        "a behaviour of CloudFront that sends what is written to a group of origins",
        (d) => d.make("aws:cloudfront/distribution:Distribution", behaviour("either", [...reading, ...writing])),
        /allowedMethods cannot have DELETE, PATCH, POST, PUT where origins are a group/,
    ],
    [
        "a behaviour of CloudFront that leads to an origin which is not there",
        (d) => d.make("aws:cloudfront/distribution:Distribution", behaviour("elsewhere", reading)),
        /targetOriginId is elsewhere, and no origin is called so/,
    ],
    [
        "a behaviour of CloudFront with methods that AWS has no list of",
        (d) => d.make("aws:cloudfront/distribution:Distribution", behaviour("gateway", ["GET", "POST"])),
        /allowedMethods must be one of GET\+HEAD, /,
    ],
    [
        "a VPC origin without a security group",
        (d) => {
            const balancer = String(d.outputs("aws:lb/loadBalancer:LoadBalancer", { name: "shop", subnets: [] }).arn);
            const vpcOriginEndpointConfig = {
                ...{ name: "shop", arn: balancer, httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only" },
                originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
            };
            d.make("aws:cloudfront/vpcOrigin:VpcOrigin", { vpcOriginEndpointConfig });
        },
        /has no security group/,
    ],
    [
        "a log of a firewall that is not called as AWS WAF asks",
        (d) =>
            d.make("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", {
                resourceArn: String(d.outputs("aws:wafv2/webAcl:WebAcl", { ...firewall, scope: "REGIONAL" }).arn),
                logDestinationConfigs: ["arn:aws:logs:eu-west-1:000000000000:log-group:firewall"],
            }),
        /called aws-waf-logs-/,
    ],
    [
        "a bucket whose name is taken",
        (d) => {
            d.make("aws:s3/bucket:Bucket", { bucket: "shop-backups" }, "one");
            d.make("aws:s3/bucket:Bucket", { bucket: "shop-backups" }, "two");
        },
        /s3\.Bucket shop-backups exists already/,
    ],
    [
        "a second default route",
        (d) => {
            const routeTableId = d.make("aws:ec2/routeTable:RouteTable", { vpcId: vpc(d) });
            const route = { routeTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" };
            d.make("aws:ec2/route:Route", route, "one");
            d.make("aws:ec2/route:Route", route, "two");
        },
        /ec2\.Route rtb-\w+ 0\.0\.0\.0\/0 exists already/,
    ],
    [
        "two endpoints of a service with its private name",
        (d) => {
            const endpoint = {
                vpcId: vpc(d),
                serviceName: "com.amazonaws.eu-west-1.sts",
                vpcEndpointType: "Interface",
                privateDnsEnabled: true,
            };
            d.make("aws:ec2/vpcEndpoint:VpcEndpoint", endpoint, "one");
            d.make("aws:ec2/vpcEndpoint:VpcEndpoint", endpoint, "two");
        },
        /privateDnsEnabled: vpce-\w+ answers to the private name of com\.amazonaws\.eu-west-1\.sts/,
    ],
    [
        "an endpoint of a service that AWS does not have",
        (d) =>
            d.make("aws:ec2/vpcEndpoint:VpcEndpoint", {
                vpcId: vpc(d),
                serviceName: "com.amazonaws.eu-west-1.stss",
                vpcEndpointType: "Interface",
            }),
        /endpointServices in sandbox\/providers\/aws\/lookups\.ts/,
    ],
    [
        "a managed policy that AWS does not have",
        (d) =>
            d.make("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
                role: role(d, "node").split("/").pop(),
                policyArn: "arn:aws:iam::aws:policy/AmazonEKSWorker",
            }),
        /AWS manages no policy AmazonEKSWorker/,
    ],
    [
        "replication to a bucket that is not there",
        (d) => {
            const bucket = d.make("aws:s3/bucket:Bucket", { bucket: "shop-a" }, "a");
            d.make("aws:s3/bucketReplicationConfig:BucketReplicationConfig", {
                bucket,
                role: role(d, "copy", "s3.amazonaws.com"),
                rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::elsewhere" } }],
            });
        },
        /the destination arn:aws:s3:::elsewhere does not exist/,
    ],
];
let account = newAccount();

test.each(refused)("%s is refused", (_, attempt, says) => {
    account = newAccount();
    expect(() => attempt(aws(account))).toThrow(says);
});

test("replication needs versions at both ends", () => {
    const driver = aws();
    for (const bucket of ["shop-from", "shop-to"]) driver.make("aws:s3/bucket:Bucket", { bucket }, bucket);
    const replicate = () =>
        driver.make("aws:s3/bucketReplicationConfig:BucketReplicationConfig", {
            bucket: "shop-from",
            role: role(driver, "copy", "s3.amazonaws.com"),
            rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::shop-to" } }],
        });
    const version = (bucket: string) =>
        driver.make(
            "aws:s3/bucketVersioning:BucketVersioning",
            { bucket, versioningConfiguration: { status: "Enabled" } },
            bucket,
        );
    expect(replicate).toThrow(/shop-from does not have yet/);
    version("shop-from");
    expect(replicate).toThrow(/shop-to does not have yet/);
    version("shop-to");
    expect(replicate).not.toThrow();
});
