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

    it("waits as long as the gateway does", async () => {
        const { one } = await planned({ gateway: { hosts, requestTimeout: 90 } });
        const [origin] = one("aws:cloudfront/distribution:Distribution").inputs.origins;
        expect(origin.vpcOriginConfig.originReadTimeout).toBe(90);
    });

    it.each([
        ["envoy", 150],
        ["istio", 60],
    ])(
        "leaves what a proxy of %s has begun alone when that leaves, for the %s s that it goes on",
        async (engine, drain) => {
            const own = engine === "istio" ? { mesh: { engine } } : {};
            const gateway = { hosts, engine, ...(engine === "envoy" && { requestTimeout: 90 }) };
            const { one } = await planned({ ...own, gateway });
            expect(one("aws:lb/targetGroup:TargetGroup").inputs.targetHealthStates).toEqual([
                { enableUnhealthyConnectionTermination: false, unhealthyDrainingInterval: drain },
            ]);
        },
    );

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
        expect(group).toMatchObject({
            name: "aws-waf-logs-shop-eu-west-1",
            retentionInDays: 365,
            kmsKeyId: "arn:shop-edge",
        });
    });
});

test("What CloudFront has that was made under another name keeps it, and its key lets that log group write", async () => {
    const plan = await planned({ edge: { engine: "cloudfront", hosts: ["shop.example.com"] } });
    const kept = {
        "aws:cloudfront/vpcOrigin:VpcOrigin": "vpcOriginEndpointConfig.name",
        "aws:wafv2/webAcl:WebAcl": "visibilityConfig.metricName",
        "aws:cloudwatch/logDeliverySource:LogDeliverySource": "name",
        "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": "name",
    };
    for (const [type, property] of Object.entries(kept)) expect(plan.one(type).ignoreChanges).toEqual([property]);
    expectLogGroup(plan, "us-east-1", ["aws-waf-logs-shop-eu-west-1", "aws-waf-logs-shop"]);
});

test("So does what a load balancer's firewall has: its log group alone has another name now", async () => {
    const plan = await planned(engineOf.alb);
    expect(plan.one("aws:wafv2/webAcl:WebAcl").ignoreChanges).toEqual([]);
    expectLogGroup(plan, "eu-west-1", ["aws-waf-logs-shop-eu-west-1-alb", "aws-waf-logs-shop"]);
});

/** It has the first name where it is new, keeps the other one where it is there, and may write with either. */
function expectLogGroup(plan: Recording<unknown>, region: string, names: readonly string[]): void {
    const group = plan.one("aws:cloudwatch/logGroup:LogGroup", "-edge");
    expect([group.inputs.name, group.ignoreChanges]).toEqual([names[0], ["name"]]);
    const { Statement } = JSON.parse(plan.one("aws:kms/key:Key", "-edge").inputs.policy);
    const logs = Statement.find(({ Sid }: { Sid: string }) => Sid === "CloudWatchLogs");
    expect(Object.values(logs.Condition.ArnEquals)).toEqual([
        names.map((name) => expect.stringMatching(new RegExp(`:logs:${region}:\\d+:log-group:${name}$`))),
    ]);
}

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
        expect(service?.spec).toEqual({ type: "ExternalName", externalName: "d111111abcdef8.cloudfront.net" });
        const key = "external-dns.alpha.kubernetes.io/hostname";
        expect(service?.metadata.annotations[key]).toBe(edge.hosts.join(","));
        const others = JSON.stringify(gateway.after?.filter((object) => object.kind !== "Service"));
        expect(others).toContain("external-dns.alpha.kubernetes.io/hostname");
        expect(others).toMatch(/external-dns\.alpha\.kubernetes\.io\/hostname[\\":]+private\.example\.com\\?"/);
    });
});

describe("API Gateway", async () => {
    const edge = { engine: "apiGateway", hosts: ["shop.example.com", "private.example.com"] };
    const plan = await planned({ edge });

    it("has an API for each host, by no other name, and verifies the name of the proxies' certificate", () => {
        for (const { inputs } of plan.of("aws:apigatewayv2/api:Api"))
            expect(inputs).toMatchObject({ protocolType: "HTTP", disableExecuteApiEndpoint: true });
        const names = plan.of("aws:apigatewayv2/domainName:DomainName").map(({ inputs }) => inputs);
        expect(names.map(({ domainName }) => domainName)).toEqual(edge.hosts);
        for (const { domainNameConfiguration } of names) expect(domainNameConfiguration.securityPolicy).toBe("TLS_1_2");
        expect(
            plan
                .of("aws:apigatewayv2/integration:Integration")
                .map(({ inputs }) => [
                    inputs.tlsConfig.serverNameToVerify,
                    inputs.requestParameters["overwrite:header.Host"],
                    inputs.connectionType,
                ]),
        ).toEqual(edge.hosts.map((host) => [host, host, "VPC_LINK"]));
    });

    it("limits what a host takes, and writes a line for each request, without its query", () => {
        for (const { inputs } of plan.of("aws:apigatewayv2/stage:Stage")) {
            expect(inputs.defaultRouteSettings).toMatchObject({
                throttlingRateLimit: 1000,
                throttlingBurstLimit: 1500,
            });
            const line = Object.values(JSON.parse(inputs.accessLogSettings.format));
            expect(line).toContain("$context.path");
            expect(JSON.stringify(line)).not.toMatch(/query/i);
        }
        expect(plan.one("aws:cloudwatch/logGroup:LogGroup", "-edge").inputs.kmsKeyId).toBe("arn:shop-edge");
    });

    it("comes to a private load balancer that takes its link alone", () => {
        expect(plan.one("aws:lb/loadBalancer:LoadBalancer").inputs.internal).toBe(true);
        const { ingress } = plan.one("aws:ec2/securityGroup:SecurityGroup", "-in").inputs;
        expect(ingress).toEqual([{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: ["shop-edge-id"] }]);
    });

    it("is what each host leads to, in the region of the cluster", () => {
        const services = plan.of("kubernetes:core/v1:Service").map(({ inputs }) => inputs);
        expect(services.map(({ metadata, spec }) => [metadata.name, spec.externalName])).toEqual(
            edge.hosts.map((host, index) => [`edge-${index}`, `d-shop-edge-${host}.test`]),
        );
        expect(JSON.stringify(plan.of("pulumi:providers:aws"))).not.toContain("us-east-1");
    });
});

describe("A public Application Load Balancer", async () => {
    const zoned = { issuer: "letsencrypt", loadBalancerHosts: hosts };
    const more = { certificates: zoned, dns: { zones } };
    const alb = gatewayOf("alb", await withEngine("alb", { hosts }, { ...more, edge: { ...edge, engine: "alb" } }));
    const named = (kind: string, name: string) => objectsOf(alb, kind).find(({ metadata }) => metadata.name === name);

    it("is another one beside the private one, and has a firewall", () => {
        expect(named("LoadBalancerConfiguration", "gateway")?.spec).toMatchObject({ scheme: "internal" });
        expect(named("LoadBalancerConfiguration", "gateway")?.spec).not.toHaveProperty("wafV2");
        expect(named("LoadBalancerConfiguration", "edge")?.spec).toMatchObject({
            scheme: "internet-facing",
            wafV2: { webACL: "arn:shop-edge" },
        });
        expect(named("Gateway", "edge")?.spec.infrastructure.parametersRef.name).toBe("edge");
    });

    it("serves the hosts of the edge, and no other", () => {
        const served = (name: string) =>
            named("Gateway", name)?.spec.listeners.flatMap(({ hostname }: { hostname?: string }) => hostname ?? []);
        expect(served("edge")).toEqual(edge.hosts);
        expect(served("gateway")).toEqual(["private.example.com"]);
    });

    it("sends people to HTTPS, by a route whose names lead to it", () => {
        const route = named("HTTPRoute", "edge-https-redirect");
        expect(route?.spec.parentRefs).toEqual([{ name: "edge", sectionName: "http" }]);
        const key = "external-dns.alpha.kubernetes.io/hostname";
        expect(route?.metadata.annotations[key]).toBe(edge.hosts.join(","));
        expect(named("HTTPRoute", "https-redirect")?.metadata.annotations[key]).toBe("private.example.com");
    });
});

const primary = {
    clusterName: "other",
    backupBucket: "other-replica",
    backupKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1",
};
const standby = { ...primary, backupPasswordSecret: "other/velero-repo-credentials" };

const engineOf = {
    cloudfront: { edge },
    "cloudfront, an origin meanwhile": { edge: { ...edge, originWhileWaiting: true } },
    apiGateway: { edge: { engine: "apiGateway", hosts: ["shop.example.com"] } },
    alb: {
        certificates: { issuer: "letsencrypt", loadBalancerHosts: hosts },
        gateway: { engine: "alb", hosts },
        edge: { ...edge, engine: "alb" },
    },
};

describe.each(Object.entries(engineOf))("A standby with an edge, %s", async (engine, settings) => {
    const waiting = await planned({ ...settings, standby });
    const active = await planned({ ...settings, standby: { ...standby, active: true } });
    const protectedIn = ({ all }: Recording<unknown>) => all.filter(({ protect }) => protect).map(({ urn }) => urn);

    it("has nothing that is public while it waits", () => {
        const types = /aws:(cloudfront\/distribution|wafv2|apigatewayv2)/;
        expect(waiting.all.filter(({ type }) => types.test(type))).toEqual([]);
        const ofEdge = waiting.all.filter(({ inputs }) => /^edge/.test(inputs.metadata?.name));
        expect(new Set(ofEdge.map(({ inputs }) => inputs.kind))).toEqual(
            new Set(engine.includes("meanwhile") ? ["TargetGroupBinding"] : []),
        );
        expect(waiting.of("aws:lb/loadBalancer:LoadBalancer")).toHaveLength(engine.includes("meanwhile") ? 1 : 0);
        expect(waiting.of("kubernetes:core/v1:Service")).toEqual([]);
    });

    it("waits, takes over and waits again, and what is protected stays: records have a life of their own", () => {
        expect(protectedIn(active).some((urn) => /kms\/key.*edge/.test(urn))).toBe(true);
        expect(protectedIn(waiting)).toEqual(protectedIn(active));
    });

    it.skipIf(engine.includes("meanwhile"))(
        "keeps them as the primary that it was, too, where it is none now (a primary is no origin of another)",
        async () => {
            const was = await planned(settings);
            const now = await planned({ ...settings, standby: { ...standby, wasPrimary: true } });
            expect(protectedIn(now)).toEqual(expect.arrayContaining(protectedIn(was)));
        },
    );
});

describe("A second origin", async () => {
    const failover = {
        paths: ["/assets/*", "/status"],
        originId: "vo_0123456789abcdef",
        originHost: "other-in-0a1b.elb.eu-central-1.amazonaws.com",
    };
    const plan = await planned({ edge: { ...edge, failover } });
    const { origins, originGroups, defaultCacheBehavior, orderedCacheBehaviors } = plan.one(
        "aws:cloudfront/distribution:Distribution",
    ).inputs;

    it("is asked where the first one fails: after one connection of 3 s, or 10 s without an answer", () => {
        expect(originGroups).toEqual([
            {
                originId: "either",
                failoverCriteria: { statusCodes: [500, 502, 503, 504] },
                members: [{ originId: "gateway-read" }, { originId: "standby" }],
            },
        ]);
        expect(origins.slice(1)).toEqual([
            {
                ...origins[0],
                originId: "gateway-read",
                vpcOriginConfig: { ...origins[0].vpcOriginConfig, originReadTimeout: 10 },
                ...{ connectionAttempts: 1, connectionTimeout: 3 },
            },
            {
                originId: "standby",
                domainName: failover.originHost,
                vpcOriginConfig: { vpcOriginId: failover.originId, originReadTimeout: 60 },
            },
        ]);
    });

    it("is asked for what is only read: all else goes to the first one alone, and is as it was", async () => {
        expect(
            orderedCacheBehaviors.map(({ pathPattern, targetOriginId, allowedMethods }: Record<string, unknown>) => [
                pathPattern,
                targetOriginId,
                allowedMethods,
            ]),
        ).toEqual(failover.paths.map((path) => [path, "either", ["GET", "HEAD", "OPTIONS"]]));
        const { one } = await planned();
        const without = one("aws:cloudfront/distribution:Distribution").inputs;
        expect(defaultCacheBehavior).toEqual(without.defaultCacheBehavior);
        expect(without).not.toHaveProperty("originGroups");
        const asked = ({ origins, defaultCacheBehavior: { targetOriginId } }: typeof without) =>
            origins.find(({ originId }: { originId: string }) => originId === targetOriginId);
        expect(asked(without)).toMatchObject({ vpcOriginConfig: { originReadTimeout: 60 } });
        expect(asked({ origins, defaultCacheBehavior })).toEqual(asked(without));
    });

    it("is what a standby that waits has where it says so, without anything that is public or a name", async () => {
        const waiting = await planned({ standby, edge: { ...edge, originWhileWaiting: true } });
        const { arn } = waiting.one("aws:cloudfront/vpcOrigin:VpcOrigin").inputs.vpcOriginEndpointConfig;
        expect(arn).toBe("arn:shop-in");
        expect(waiting.one("aws:lb/loadBalancer:LoadBalancer").inputs.internal).toBe(true);
        expect(waiting.all.filter(({ type }) => /Distribution|wafv2|acm\//.test(type))).toEqual([]);
        expect(waiting.of("kubernetes:core/v1:Service")).toEqual([]);
    });

    it("keeps its place when the standby takes over, and its cluster serves by it", async () => {
        const origin = async (active: boolean) => {
            const given = { standby: { ...standby, active }, edge: { ...edge, originWhileWaiting: true } };
            const { urn, inputs } = (await planned(given)).one("aws:cloudfront/vpcOrigin:VpcOrigin");
            return { urn, inputs };
        };
        expect(await origin(true)).toEqual(await origin(false));
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
        [
            'edge.engine: "frontDoor" is not allowed: give one of cloudfront, apiGateway, alb',
            "edge.hosts: give at least one name",
        ],
    ],
    [
        {
            certificates: {},
            dns: { zones: [{ ...zones[0], private: true }] },
            gateway: { hosts, requestsPerSecond: 5, requestTimeout: 121 },
            edge: { engine: "cloudfront", hosts: ["other.example.com"] },
        },
        [
            "edge.hosts[0]: other.example.com is not among gateway.hosts, which take its requests",
            "edge.hosts[0]: other.example.com is in no public zone among dns.zones, where ACM looks for the proof",
            "edge.engine: cloudfront asks the gateway for a certificate that everybody trusts; certificates.issuer must be letsencrypt",
            "gateway.requestsPerSecond: counts addresses, and with the edge all requests come from those of cloudfront; give the limits of edge",
            "gateway.requestTimeout: is longer than cloudfront waits: 120 s",
        ],
    ],
    [
        {
            certificates: { issuer: "letsencrypt", loadBalancerHosts: [...hosts] },
            gateway: { engine: "alb", hosts },
        },
        [
            "edge.engine: cloudfront goes with gateway.engine envoy or istio, not alb",
            "edge.hosts[0]: shop.example.com is proved for certificates.loadBalancerHosts already, by a record that would go with it; give it there no more",
            "edge.hosts[1]: *.apps.example.com is proved for certificates.loadBalancerHosts already, by a record that would go with it; give it there no more",
        ],
    ],
    [
        {
            gateway: { hosts, tlsMinVersion: "1.3", requestTimeout: 31 },
            edge: {
                engine: "apiGateway",
                hosts: ["*.apps.example.com"],
                requestsPerFiveMinutes: 100,
                onlyCount: true,
            },
        },
        [
            "gateway.requestTimeout: is longer than apiGateway waits: 30 s",
            "gateway.tlsMinVersion: cannot be kept by apiGateway: an HTTP API speaks 1.2 too",
            "edge.hosts[0]: *.apps.example.com is no single name, and apiGateway asks the gateway for one",
            "edge.requestsPerFiveMinutes: is a rule of AWS WAF, which cannot be before an HTTP API; give requestsPerSecond",
            "edge.onlyCount: has no effect: apiGateway has no firewall",
        ],
    ],
    [
        {
            edge: {
                ...edge,
                failover: { paths: ["assets"], originId: "vpc-1", originHost: "two" },
                originWhileWaiting: 1,
            },
        },
        [
            'edge.failover.paths[0]: "assets" is not allowed: give a path, which begins with /, such as /assets/*',
            'edge.failover.originId: "vpc-1" is not allowed: give the id of a VPC origin of CloudFront, such as vo_0123456789abcdef',
            'edge.failover.originHost: "two" is not allowed: give the name of a load balancer, such as shop-0a1b.elb.eu-west-1.amazonaws.com',
            "edge.originWhileWaiting: 1 is not allowed: give true or false",
        ],
    ],
    [
        {
            edge: {
                ...edge,
                failover: {
                    paths: ["/", "/a*", "/*", "/**", "/?*"],
                    originId: "vo_0123456789abcdef",
                    originHost: "a-0a1b.elb.eu-west-1.amazonaws.com",
                },
            },
        },
        ["/*", "/**", "/?*"].map(
            (path, index) =>
                `edge.failover.paths[${index + 2}]: ${path} is every path, and what is sent to one of them is refused: nothing could be written; give those that are only read`,
        ),
    ],
    [
        {
            dns: {
                zones,
                failover: ["shop", "apps", "other"].map((name) => ({
                    host: `${name}.example.com`,
                    primaryTarget: "one.example.com",
                    standbyTarget: "two.example.com",
                    path: "/healthz",
                })),
            },
        },
        ["shop.example.com", "*.apps.example.com"].map(
            (host, index) =>
                `edge.hosts[${index}]: ${host} fails over by dns.failover, and is a name of one distribution, which cannot; give it in one of them`,
        ),
    ],
    [
        { edge: { ...edge, originWhileWaiting: true } },
        ["edge.originWhileWaiting: has no effect without standby: a cluster that serves has its origin"],
    ],
    [
        {
            edge: {
                ...{ engine: "apiGateway", hosts: ["shop.example.com"], originWhileWaiting: true },
                failover: {
                    paths: ["/"],
                    originId: "vo_0123456789abcdef",
                    originHost: "a-0a1b.elb.eu-west-1.amazonaws.com",
                },
            },
        },
        [
            "edge.failover: is CloudFront's: apiGateway has no second origin; dns.failover leads names to the other cluster once that serves",
            "edge.originWhileWaiting: is CloudFront's: apiGateway has no origins",
        ],
    ],
    [
        { edge: { engine: "alb", hosts: ["shop.example.com"], requestsPerSecond: 5 } },
        [
            "edge.engine: alb goes with gateway.engine alb, not envoy",
            "edge.requestsPerSecond: is not alb's; give requestsPerFiveMinutes",
        ],
    ],
])("It refuses %j", (settings, mistakes) => {
    expect(mistakesOf({ ...args, ...settings })).toEqual(mistakes);
});
