import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import { type Feature, type FeatureName, features, type Way } from "../../components/traffic/gateway/features.ts";
import { addonOf } from "../addons/example.ts";
import { elsewhere as existing, mistakesOf, right } from "../configuration/settings.ts";
import { asks, type Engine, gatewayOf, hosts, objectsOf, specOf, withEngine } from "./engines.ts";

const engines = Object.keys(asks) as Engine[];
const rows = Object.entries<Feature>(features) as [FeatureName, Feature][];
const cells = rows.flatMap(([name, { ways }]) =>
    engines.map((engine): { name: FeatureName; engine: Engine; way: Way } => ({ name, engine, way: ways[engine] })),
);

/** A value of each argument that some engine refuses. */
const asked: Partial<Record<FeatureName, object>> = {
    tlsVersion: { tlsMinVersion: "1.3" },
    timeout: { requestTimeout: 30 },
    size: { maxRequestKiB: 512 },
    rate: { requestsPerSecond: 20 },
};

const plain = Object.fromEntries(
    await Promise.all(engines.map(async (engine) => [engine, await withEngine(engine)] as const)),
) as Record<Engine, Addon[]>;
const strict = Object.fromEntries(
    await Promise.all(
        engines.map(async (engine) => {
            const wishes = Object.entries(asked).flatMap(([name, wish]) =>
                "how" in features[name as FeatureName].ways[engine] ? [wish] : [],
            );
            return [engine, await withEngine(engine, Object.assign({}, ...wishes))] as const;
        }),
    ),
) as Record<Engine, Addon[]>;
const of = (engine: Engine) => gatewayOf(engine, plain[engine]);
const strictly = (engine: Engine) => gatewayOf(engine, strict[engine]);
const listeners = (engine: Engine) => specOf(of(engine), "Gateway").listeners;
const attributes = (addon: Addon) =>
    Object.fromEntries(
        specOf(addon, "LoadBalancerConfiguration").loadBalancerAttributes.map(
            ({ key, value }: { key: string; value: string }) => [key, value],
        ),
    );
const envoyService = () => specOf(of("envoy"), "EnvoyProxy").provider.kubernetes.envoyService;

/** Seconds that the load balancer leaves connections to a proxy that says that it leaves. */
const leftAlone = (addon: Addon): number => {
    const key = "target_health_state.unhealthy";
    const told = `${key}.connection_termination.enabled=false,${key}.draining_interval_seconds=`;
    return Number.parseInt(JSON.stringify(addon).split(told)[1] ?? "", 10);
};

/** The Gateway API itself, whatever the engine. */
const standard: Partial<Record<FeatureName, (engine: Engine) => void>> = {
    tls: (engine) => {
        const secured = listeners(engine).filter(({ protocol }: { protocol: string }) => protocol === "HTTPS");
        expect(secured.map(({ hostname }: { hostname: string }) => hostname)).toEqual(hosts);
    },
    grpc: (engine) => {
        const secured = listeners(engine).filter(({ protocol }: { protocol: string }) => protocol === "HTTPS");
        expect(secured).toHaveLength(hosts.length);
        for (const { allowedRoutes } of secured) expect(JSON.stringify(allowedRoutes.kinds)).toContain("GRPCRoute");
    },
    redirect: (engine) => {
        const [route] = objectsOf(of(engine), "HTTPRoute");
        expect(route?.spec.parentRefs).toEqual([{ name: "gateway", sectionName: "http" }]);
        expect(route?.spec.rules[0].filters[0].requestRedirect).toEqual({ scheme: "https", statusCode: 301 });
        const plainText = listeners(engine).filter(({ protocol }: { protocol: string }) => protocol === "HTTP");
        expect(plainText).toMatchObject([{ port: 80, allowedRoutes: { namespaces: { from: "Same" } } }]);
    },
    teamCertificates: (engine) =>
        expect(specOf(of(engine), "Gateway").allowedListeners.namespaces.from).toBe("Selector"),
    passthrough: (engine) =>
        expect(listeners(engine)).toContainEqual(
            expect.objectContaining({ protocol: "TLS", tls: { mode: "Passthrough" } }),
        ),
    // A label lets a team attach an HTTPRoute, whose weights, filters and policies are its own.
    authentication: (engine) => takesRoutes(engine),
    cors: (engine) => takesRoutes(engine),
    canary: (engine) => takesRoutes(engine),
};

const takesRoutes = (engine: Engine) =>
    expect(listeners(engine)).toContainEqual(
        expect.objectContaining({
            hostname: hosts[0],
            allowedRoutes: {
                namespaces: { from: "Selector", selector: { matchLabels: { "production-cluster/gateway": "true" } } },
                kinds: expect.arrayContaining([expect.objectContaining({ kind: "HTTPRoute" })]),
            },
        }),
    );

/** What only the engine's own objects can say. */
const own: Record<Engine, Partial<Record<FeatureName, () => void>>> = {
    envoy: {
        tlsVersion: () => expect(specOf(strictly("envoy"), "ClientTrafficPolicy").tls).toEqual({ minVersion: "1.3" }),
        timeout: () =>
            expect(specOf(strictly("envoy"), "BackendTrafficPolicy").timeout.http.requestTimeout).toBe("30s"),
        size: () => expect(specOf(strictly("envoy"), "BackendTrafficPolicy").requestBuffer.limit).toBe("512Ki"),
        rate: () => {
            const [rule] = specOf(strictly("envoy"), "BackendTrafficPolicy").rateLimit.local.rules;
            expect(rule.limit).toEqual({ requests: 20, unit: "Second" });
        },
        accessLog: () => expect(specOf(of("envoy"), "EnvoyProxy").telemetry.accessLog.settings).toHaveLength(1),
        clientAddress: () => {
            expect(specOf(of("envoy"), "ClientTrafficPolicy").proxyProtocol).toEqual({ optional: false });
            expect(JSON.stringify(envoyService().annotations)).toContain("proxy-protocol");
        },
        drain: () => {
            const { shutdown } = specOf(of("envoy"), "EnvoyProxy");
            expect(shutdown).toEqual({ minDrainDuration: "60s", drainTimeout: "120s" });
            expect(leftAlone(of("envoy"))).toBe(120);
            const patient = specOf(strictly("envoy"), "EnvoyProxy");
            expect(leftAlone(strictly("envoy"))).toBe(Number.parseInt(patient.shutdown.drainTimeout, 10));
        },
        zones: () =>
            expect(specOf(of("envoy"), "EnvoyProxy").provider.kubernetes.envoyDeployment).toMatchObject({
                replicas: 3,
                pod: {
                    topologySpreadConstraints: expect.arrayContaining([
                        expect.objectContaining({ topologyKey: "topology.kubernetes.io/zone" }),
                    ]),
                },
            }),
        objective: () => expect(JSON.stringify(objectsOf(of("envoy"), "PrometheusRule"))).toContain("slo-ingress"),
        mesh: () => expect(of("envoy").mesh).toMatchObject({ name: "proxies" }),
        elsewhere: () => expect(mistakesOf({ ...elsewhere, gateway: { engine: "envoy" } })).toEqual([]),
    },
    alb: {
        tlsVersion: () => {
            const policy = (addon: Addon) => specOf(addon, "LoadBalancerConfiguration").listenerConfigurations;
            expect([policy(of("alb")), policy(strictly("alb"))]).toEqual([
                [{ protocolPort: "HTTPS:443", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06" }],
                [{ protocolPort: "HTTPS:443", sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06" }],
            ]);
        },
        accessLog: () =>
            expect(attributes(of("alb"))).toMatchObject({
                "access_logs.s3.enabled": "true",
                "access_logs.s3.bucket": expect.stringMatching(/^shop-requests-/),
            }),
        // An Application Load Balancer appends it, unless an attribute says otherwise.
        clientAddress: () =>
            expect(attributes(of("alb"))).not.toHaveProperty("routing.http.xff_header_processing.mode"),
        drain: () =>
            expect(
                specOf(of("alb"), "TargetGroupConfiguration").defaultConfiguration.targetGroupAttributes,
            ).toContainEqual({ key: "deregistration_delay.timeout_seconds", value: "60" }),
        // It takes a subnet of each zone where none is named.
        zones: () => expect(specOf(of("alb"), "LoadBalancerConfiguration")).not.toHaveProperty("loadBalancerSubnets"),
    },
    istio: {
        accessLog: () => {
            const { accessLogFile, accessLogFormat } = istiod().meshConfig;
            expect(accessLogFile).toBe("/dev/stdout");
            expect(JSON.parse(accessLogFormat).path).toBe("%REQ_WITHOUT_QUERY(X-ENVOY-ORIGINAL-PATH?:PATH)%");
        },
        clientAddress: () => {
            expect(proxyConfig().gatewayTopology).toEqual({ proxyProtocol: {} });
            expect(JSON.stringify(overlay("service").metadata.annotations)).toContain("proxy-protocol");
        },
        drain: () => {
            expect(proxyConfig().terminationDrainDuration).toBe("60s");
            expect(overlay("deployment").spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(60);
            expect(leftAlone(of("istio"))).toBe(60);
        },
        zones: () =>
            expect(overlay("deployment").spec).toMatchObject({
                replicas: 3,
                template: {
                    spec: {
                        topologySpreadConstraints: expect.arrayContaining([
                            expect.objectContaining({ topologyKey: "topology.kubernetes.io/zone" }),
                        ]),
                    },
                },
            }),
        objective: () => expect(JSON.stringify(objectsOf(of("istio"), "PrometheusRule"))).toContain("slo-ingress"),
        mesh: () => {
            expect(istiod().profile).toBe("ambient");
            expect(mistakesOf({ ...right, certificates: {}, gateway: { engine: "istio" } })).toEqual([
                expect.stringMatching(/^gateway\.engine: istio needs the mesh/),
            ]);
        },
        elsewhere: () =>
            expect(mistakesOf({ ...elsewhere, mesh: { engine: "istio" }, gateway: { engine: "istio" } })).toEqual([]),
    },
    nginx: {
        tlsVersion: () => {
            const versions = (addon: Addon) =>
                specOf(addon, "Gateway").listeners.flatMap(
                    ({ tls }: { tls?: { options: object } }) => tls?.options ?? [],
                );
            const only = (version: string) => hosts.map(() => ({ "nginx.org/ssl-protocols": version }));
            expect(versions(of("nginx"))).toEqual(only("TLSv1.2 TLSv1.3"));
            expect(versions(strictly("nginx"))).toEqual(only("TLSv1.3"));
        },
        // A listener for whatever host would overlap with those of the platform, and neither would count.
        passthrough: () => {
            expect(specOf(of("nginx"), "Gateway").allowedListeners.namespaces.from).toBe("Selector");
            expect(JSON.stringify(listeners("nginx"))).not.toContain("Passthrough");
        },
        size: () => {
            const most = (addon: Addon) => specOf(addon, "ClientSettingsPolicy").body.maxSize;
            expect([most(of("nginx")), most(strictly("nginx"))]).toEqual(["1024k", "512k"]);
        },
        rate: () => {
            const { rejectCode, local } = specOf(strictly("nginx"), "RateLimitPolicy").rateLimit;
            expect(rejectCode).toBe(429);
            expect(local.rules).toMatchObject([{ key: "$binary_remote_addr", rate: "20r/s", burst: 20 }]);
        },
        accessLog: () => {
            const { accessLog } = nginx().config.logging;
            expect(accessLog.escape).toBe("json");
            expect(JSON.parse(accessLog.format).path).toBe("$request_uri_path");
        },
        clientAddress: () => {
            expect(nginx().config.rewriteClientIP.mode).toBe("ProxyProtocol");
            expect(JSON.stringify(nginx().service.patches)).toContain("proxy-protocol");
        },
        drain: () => {
            expect(nginx().container.lifecycle.preStop.sleep.seconds).toBe(60);
            expect(nginx().pod.terminationGracePeriodSeconds).toBeGreaterThan(60);
            expect(leftAlone(of("nginx"))).toBe(nginx().pod.terminationGracePeriodSeconds);
        },
        zones: () =>
            expect(nginx()).toMatchObject({
                replicas: 3,
                pod: {
                    topologySpreadConstraints: expect.arrayContaining([
                        expect.objectContaining({ topologyKey: "topology.kubernetes.io/zone" }),
                    ]),
                },
            }),
        mesh: () => expect(of("nginx").mesh).toMatchObject({ name: "proxies" }),
        elsewhere: () => expect(mistakesOf({ ...elsewhere, gateway: { engine: "nginx", hosts } })).toEqual([]),
    },
    traefik: {
        tlsVersion: () => {
            const versions = [of("traefik"), strictly("traefik")].map(
                ({ values }) => values.providers.file.content.tls.options.default.minVersion,
            );
            expect(versions).toEqual(["VersionTLS12", "VersionTLS13"]);
        },
        timeout: () => {
            const { web, websecure } = strictly("traefik").values.ports;
            for (const { transport } of [web, websecure])
                expect(transport.respondingTimeouts).toEqual({ readTimeout: "30s", writeTimeout: "30s" });
            expect(of("traefik").values.ports.websecure.transport).not.toHaveProperty("respondingTimeouts");
        },
        size: () => expect(middlewares().size.buffering.maxRequestBodyBytes).toBe(512 * 1024),
        rate: () => {
            expect(middlewares().rate.rateLimit).toEqual({ average: 20, burst: 20 });
            expect(strictly("traefik").values.ports.websecure.http.middlewares).toEqual(["rate@file", "size@file"]);
        },
        accessLog: () => {
            const { format, fields } = of("traefik").values.accessLog;
            expect([format, fields.queryParameters.defaultMode]).toEqual(["json", "drop"]);
        },
        clientAddress: () => {
            const { ports, service } = of("traefik").values;
            for (const { proxyProtocol } of [ports.web, ports.websecure]) expect(proxyProtocol).toBeDefined();
            expect(JSON.stringify(service.annotations)).toContain("proxy-protocol");
        },
        drain: () => {
            const leaving = ({ values: { deployment, ports } }: Addon) => [
                ports.websecure.transport.lifeCycle,
                deployment.terminationGracePeriodSeconds,
            ];
            const accepting = { requestAcceptGraceTimeout: "60s" };
            expect(leaving(of("traefik"))).toEqual([{ ...accepting, graceTimeOut: "60s" }, 180]);
            expect(leaving(strictly("traefik"))).toEqual([{ ...accepting, graceTimeOut: "60s" }, 180]);
            expect(leftAlone(of("traefik"))).toBe(120);
        },
        zones: () =>
            expect(of("traefik").values).toMatchObject({
                deployment: { replicas: 3 },
                topologySpreadConstraints: expect.arrayContaining([
                    expect.objectContaining({ topologyKey: "topology.kubernetes.io/zone" }),
                ]),
            }),
        objective: () => expect(JSON.stringify(objectsOf(of("traefik"), "PrometheusRule"))).toContain("slo-ingress"),
        mesh: () => expect(of("traefik").mesh).toMatchObject({ name: "proxies" }),
        elsewhere: () => expect(mistakesOf({ ...elsewhere, gateway: { engine: "traefik" } })).toEqual([]),
    },
};

const middlewares = () => strictly("traefik").values.providers.file.content.http.middlewares;

const nginx = () => of("nginx").values.nginx;
const istiod = () => addonOf(plain.istio, "istiod").values;
const proxyConfig = () =>
    JSON.parse(specOf(of("istio"), "Gateway").infrastructure.annotations["proxy.istio.io/config"]);
const overlay = (kind: string) => JSON.parse(objectsOf(of("istio"), "ConfigMap")[0]?.data[kind]);

const elsewhere = { ...existing, certificates: {} };

describe.each(cells.filter(({ way }) => "how" in way))("$engine has $name", ({ name, engine }) => {
    it("as the table says", () => {
        const look = own[engine][name] ?? standard[name];
        if (!look) throw new Error(`nobody looks whether ${engine} has ${name}`);
        look(engine);
    });
});

describe.each(cells.filter(({ way }) => "not" in way))("$engine has no $name", ({ name, engine, way }) => {
    const reason = "not" in way ? way.not : "";
    const settings = (more: object) => ({ ...right, certificates: {}, ...asks[engine].settings, ...more });

    it("and says why, or brings nothing of it", () => {
        if (name === "mesh")
            expect(mistakesOf(settings({ gateway: { engine, hosts }, mesh: { engine: "istio" } }))).toEqual([
                `gateway.engine: ${engine} cannot with a mesh: ${reason}`,
            ]);
        else if (name === "elsewhere")
            expect(mistakesOf({ ...elsewhere, gateway: { engine } })).toContainEqual(
                expect.stringMatching(new RegExp(`^gateway\\.engine: ${engine} needs AWS`)),
            );
        else if (asked[name])
            expect(mistakesOf(settings({ gateway: { engine, hosts, ...asked[name] } }))).toEqual([
                `gateway.${Object.keys(asked[name])[0]}: gateway.engine ${engine} cannot: ${reason}`,
            ]);
        else if (name === "objective")
            expect(JSON.stringify(objectsOf(of(engine), "PrometheusRule"))).not.toContain("slo-ingress");
        else if (name === "authentication")
            expect(JSON.stringify(of(engine).after)).not.toMatch(/AuthenticationFilter|Middleware/);
        else if (name === "teamCertificates")
            expect(specOf(of(engine), "Gateway")).not.toHaveProperty("allowedListeners");
        else if (name === "passthrough") expect(JSON.stringify(listeners(engine))).not.toContain("Passthrough");
        else if (name === "cors") expect(JSON.stringify(of(engine).after)).not.toContain("access_control");
        else throw new Error(`nobody looks whether ${engine} refuses ${name}`);
    });
});

test.each(engines)(
    "%s is refused without names where nothing else of its Gateway speaks TLS, and nowhere else",
    (engine) => {
        const others = listeners(engine).filter(({ protocol }: { protocol: string }) => protocol === "TLS");
        const mistakes = mistakesOf({ ...right, certificates: {}, ...asks[engine].settings, gateway: { engine } });
        const missing = expect.stringMatching(new RegExp(`^gateway\\.hosts: are missing: ${engine} `));
        expect(mistakes).toEqual(others.length > 0 ? [] : [missing]);
    },
);

test("docs/traffic.md has the table", () => {
    const cell = (way: Way) => ("how" in way ? `${way.how}${way.served ? " ✓" : ""}` : `no: ${way.not}`);
    const line = (words: readonly string[]) => `| ${words.join(" | ")} |`;
    const table = [
        line(["", ...engines.map((engine) => `\`${engine}\``)]),
        line(["---", ...engines.map(() => "---")]),
        ...rows.map(([, { wish, ways }]) => line([wish, ...engines.map((engine) => cell(ways[engine]))])),
    ].join("\n");
    expect(readFileSync(join(import.meta.dirname, "../../docs/traffic.md"), "utf8")).toContain(table);
});
