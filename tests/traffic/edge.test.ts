import { describe, expect, it, test } from "vitest";
import { mistakesOf, right } from "../configuration/settings.ts";
import { type Recording, record } from "../foundation/recording.ts";
import { gatewayOf, objectsOf, specOf, withEngine } from "./engines.ts";

const zones = [{ id: "Z0PUBLIC", domain: "example.com" }];
const letsencrypt = { certificates: { issuer: "letsencrypt" }, dns: { zones } };
const hosts = ["shop.example.com", "*.apps.example.com", "private.example.com"];
const edge = { engine: "cloudfront", hosts: ["shop.example.com", "*.apps.example.com"] };
const args = { ...right, ...letsencrypt, gateway: { hosts }, edge };

/** What a cluster registers with these settings. */
async function planned(more: object = {}): Promise<Recording<unknown>> {
    const { name, ...settings } = { ...args, ...more };
    return record(async () => {
        const { ProductionCluster } = await import("../../components/index.ts");
        return new ProductionCluster(name, settings as never);
    });
}

const engines = ["envoy", "istio"] as const;

describe("CloudFront", async () => {
    const plan = await planned();
    const distribution = plan.one("aws:cloudfront/distribution:Distribution").inputs;

    it("answers to the hosts of the edge alone, over TLS 1.2 and newer, and sends people to HTTPS", () => {
        expect(distribution.aliases).toEqual(edge.hosts);
        expect(distribution.viewerCertificate).toMatchObject({
            minimumProtocolVersion: "TLSv1.2_2025",
            sslSupportMethod: "sni-only",
        });
        expect(distribution.defaultCacheBehavior.viewerProtocolPolicy).toBe("redirect-to-https");
    });

    it("speaks no TLS older than the gateway does", async () => {
        const { one } = await planned({ gateway: { hosts, tlsMinVersion: "1.3" } });
        const { viewerCertificate } = one("aws:cloudfront/distribution:Distribution").inputs;
        expect(viewerCertificate.minimumProtocolVersion).toBe("TLSv1.3_2025");
    });

    it("comes in by a VPC origin: its load balancer is private, and takes HTTPS of CloudFront's addresses alone", () => {
        const [origin] = distribution.origins;
        expect(origin.vpcOriginConfig).toEqual({ vpcOriginId: "shop-edge-id", originReadTimeout: 60 });
        expect(origin).not.toHaveProperty("customOriginConfig");
        const { vpcOriginEndpointConfig } = plan.one("aws:cloudfront/vpcOrigin:VpcOrigin").inputs;
        expect(vpcOriginEndpointConfig.originProtocolPolicy).toBe("https-only");
        const balancer = plan.one("aws:lb/loadBalancer:LoadBalancer");
        expect(balancer.inputs.internal).toBe(true);
        const { ingress } = plan.one("aws:ec2/securityGroup:SecurityGroup", "-in").inputs;
        expect(ingress).toEqual([{ protocol: "tcp", fromPort: 443, toPort: 443, prefixListIds: ["pl-0a1b"] }]);
    });

    it("has its certificate, firewall and logs where CloudFront has them", () => {
        const home = plan.all.filter(({ type }) => type === "pulumi:providers:aws").map(({ inputs }) => inputs.region);
        expect(home).toEqual(["eu-west-1", "us-east-1"]);
        const certificate = plan.one("aws:acm/certificate:Certificate").inputs;
        expect([certificate.domainName, ...certificate.subjectAlternativeNames]).toEqual(edge.hosts);
        const proofs = plan.of("aws:route53/record:Record").map(({ name }) => name);
        expect(proofs).toEqual(["shop-edge-shop.example.com", "shop-edge-apps.example.com"]);
    });

    it("is filtered: what is known to be bad is refused, and who asks too often", () => {
        const { rules, defaultAction } = plan.one("aws:wafv2/webAcl:WebAcl").inputs;
        expect(defaultAction).toEqual({ allow: {} });
        expect(rules.map((rule: Record<string, unknown>) => rule.action ?? rule.overrideAction)).toEqual([
            { block: {} },
            { none: {} },
            { none: {} },
            { none: {} },
        ]);
        expect(rules[0].statement.rateBasedStatement).toEqual({
            aggregateKeyType: "IP",
            limit: 2000,
            evaluationWindowSec: 300,
        });
    });

    it("refuses nothing where it only counts", async () => {
        const { one } = await planned({ edge: { ...edge, onlyCount: true, requestsPerFiveMinutes: 10 } });
        const { rules } = one("aws:wafv2/webAcl:WebAcl").inputs;
        for (const rule of rules) expect(rule.action ?? rule.overrideAction).toEqual({ count: {} });
        expect(rules[0].statement.rateBasedStatement.limit).toBe(10);
    });

    it("writes no secret down: no query, no cookie, no sign-in, neither of requests nor of what is refused", () => {
        const { recordFields } = plan.one("aws:cloudwatch/logDelivery:LogDelivery").inputs;
        expect(recordFields).toContain("cs-uri-stem");
        expect(recordFields.filter((field: string) => /query|cookie|referer/i.test(field))).toEqual([]);
        const { redactedFields } = plan.one("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration").inputs;
        expect(redactedFields).toEqual([
            { singleHeader: { name: "authorization" } },
            { singleHeader: { name: "cookie" } },
            { queryString: {} },
        ]);
        expect(JSON.stringify(plan.one("aws:wafv2/webAcl:WebAcl").inputs)).not.toContain(
            '"sampledRequestsEnabled":true',
        );
    });

    it("keeps its records as long as others of their kind, in a closed bucket and a log group under a key of their own", () => {
        const [of] = plan
            .of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
            .filter(({ name }) => name.includes("edge"));
        expect(of?.inputs.rules.at(-1).expiration).toEqual({ days: 90 });
        const group = plan.one("aws:cloudwatch/logGroup:LogGroup", "-edge").inputs;
        expect(group).toMatchObject({ name: "aws-waf-logs-shop", retentionInDays: 365, kmsKeyId: "arn:shop-edge" });
    });
});

describe.each(engines)("Behind the edge, proxies of %s", async (engine) => {
    const gateway = gatewayOf(engine, await withEngine(engine, { hosts }, { ...letsencrypt, edge }));

    it("are targets of its load balancer, at the port and by the Service that they have", () => {
        const binding = specOf(gateway, "TargetGroupBinding");
        expect(binding).toEqual({
            serviceRef: { name: engine === "istio" ? "gateway-istio" : "gateway", port: 443 },
            targetGroupARN: expect.stringContaining("shop-in"),
            targetType: "ip",
        });
    });

    it("keep the names that are not public; the others lead to the edge, written by who writes names", () => {
        const [service] = objectsOf(gateway, "Service").filter(({ metadata }) => metadata.name === "edge");
        expect(service?.spec.type).toBe("ExternalName");
        const key = "external-dns.alpha.kubernetes.io/hostname";
        expect(service?.metadata.annotations[key]).toBe(edge.hosts.join(","));
        const others = JSON.stringify(gateway.after?.filter((object) => object.kind !== "Service"));
        expect(others).toContain("external-dns.alpha.kubernetes.io/hostname");
        expect(others).toMatch(/external-dns\.alpha\.kubernetes\.io\/hostname[\\":]+private\.example\.com\\?"/);
    });
});

describe("Without the setting", async () => {
    const plan = await planned({ edge: undefined });

    it("nothing of it is there, and nothing is public", () => {
        const types = ["cloudfront", "wafv2", "lb/", "apigatewayv2"];
        expect(plan.all.filter(({ type }) => types.some((part) => type.startsWith(`aws:${part}`)))).toEqual([]);
        expect(JSON.stringify(plan.of("pulumi:providers:aws"))).not.toContain("us-east-1");
    });
});

test.each<[object, string[]]>([
    [
        { edge: { engine: "frontDoor", hosts: [] } },
        ['edge.engine: "frontDoor" is not allowed: give one of cloudfront', "edge.hosts: give at least one name"],
    ],
    [
        {
            certificates: {},
            dns: { zones: [{ ...zones[0], private: true }] },
            gateway: { hosts, requestsPerSecond: 5, requestTimeout: 61 },
            edge: { engine: "cloudfront", hosts: ["other.example.com"] },
        },
        [
            "edge.hosts[0]: other.example.com is not among gateway.hosts, which take its requests",
            "edge.hosts[0]: other.example.com is in no public zone among dns.zones, where ACM looks for the proof",
            "edge.engine: cloudfront asks the gateway for a certificate that everybody trusts; certificates.issuer must be letsencrypt",
            "gateway.requestsPerSecond: counts addresses, and with the edge all requests come from those of cloudfront; give the limits of edge",
            "gateway.requestTimeout: is longer than CloudFront waits: 60 s",
        ],
    ],
    [
        {
            certificates: { issuer: "letsencrypt", loadBalancerHosts: [...hosts] },
            gateway: { engine: "alb", hosts },
        },
        [
            "edge.engine: cloudfront goes before proxies: gateway.engine is envoy or istio, not alb",
            "edge.hosts[0]: shop.example.com is proved for certificates.loadBalancerHosts already, by a record that would go with it; give it there no more",
            "edge.hosts[1]: *.apps.example.com is proved for certificates.loadBalancerHosts already, by a record that would go with it; give it there no more",
        ],
    ],
])("It refuses %j", (settings, mistakes) => {
    expect(mistakesOf({ ...args, ...settings })).toEqual(mistakes);
});
