import { describe, expect, it, test } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import * as elsewhere from "../addons/elsewhere.ts";
import { addonOf, assembled } from "../addons/example.ts";
import type { Rendered } from "../addons/render.ts";

const envoy = async (gateway: object = {}): Promise<Addon> =>
    addonOf(await assembled({ settings: { gateway } }), "envoy-gateway");

const of = ({ after = [] }: Addon, kind: string): Rendered[] =>
    (after as Rendered[]).filter((object) => object.kind === kind);
const spec = (addon: Addon, kind: string) => of(addon, kind)[0]?.spec;

const bare = await envoy();
const hosts = ["shop.example.com", "*.apps.example.com", "example.org"];
const full = await envoy({ hosts, tlsMinVersion: "1.3", maxRequestKiB: 512, requestsPerSecond: 20 });

describe("The gateway without names of its own", () => {
    it("speaks plain HTTP only to send people to HTTPS, and nobody else may attach there", () => {
        const [plain] = spec(bare, "Gateway").listeners.filter(({ protocol }: Rendered) => protocol === "HTTP");
        expect(plain).toMatchObject({ port: 80, allowedRoutes: { namespaces: { from: "Same" } } });
        const routes = of(bare, "HTTPRoute");
        expect(routes.map(({ spec }) => spec.parentRefs)).toEqual([[{ name: "gateway", sectionName: plain.name }]]);
        expect(routes[0]?.spec.rules).toEqual([
            { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] },
        ]);
    });

    it("passes TLS on to who has the certificate, and takes listeners with certificates of teams", () => {
        const { listeners, allowedListeners } = spec(bare, "Gateway");
        expect(listeners.filter(({ port }: Rendered) => port === 443)).toMatchObject([
            { protocol: "TLS", tls: { mode: "Passthrough" }, allowedRoutes: { kinds: [{ kind: "TLSRoute" }] } },
        ]);
        expect(allowedListeners.namespaces.from).toBe("Selector");
        expect(of(bare, "Certificate")).toEqual([]);
    });
});

test("Each host has a listener with a certificate for it, by the issuer of the setting", () => {
    const listeners = spec(full, "Gateway").listeners.filter(({ protocol }: Rendered) => protocol === "HTTPS");
    expect(listeners.map(({ hostname }: Rendered) => hostname)).toEqual(hosts);
    const certificates = of(full, "Certificate");
    for (const { hostname, tls } of listeners) {
        const secret = tls.certificateRefs[0].name;
        expect(certificates.filter(({ spec }) => spec.secretName === secret)).toMatchObject([
            { metadata: { namespace: "envoy-gateway" }, spec: { dnsNames: [hostname], issuerRef: { name: "acmpca" } } },
        ]);
    }
    expect(full.needs).toEqual(expect.arrayContaining(["cert-manager", "external-dns-private"]));
});

test("Names are written where there is a zone for them, to the load balancer", () => {
    const { annotations } = spec(full, "EnvoyProxy").provider.kubernetes.envoyService;
    expect(annotations["external-dns.alpha.kubernetes.io/hostname"]).toBe("shop.example.com,*.apps.example.com");
    expect(JSON.stringify(spec(bare, "EnvoyProxy"))).not.toContain("external-dns");
});

describe("Which namespaces attach routes", () => {
    const labelled = { namespaceSelector: "production-cluster/gateway" };

    it("is by a label, and the proxies may call these only", () => {
        const { listeners, allowedListeners } = spec(full, "Gateway");
        const open = [allowedListeners, ...listeners.slice(1).map(({ allowedRoutes }: Rendered) => allowedRoutes)];
        for (const { namespaces } of open)
            expect(namespaces.selector).toEqual({ matchLabels: { [labelled.namespaceSelector]: "true" } });
        expect(peersOf(full)).toEqual(["kubeApi", "sameNamespace", { namespacesWith: labelled.namespaceSelector }]);
    });

    it("is every one only where a weakness says so", async () => {
        const open = await envoy({ allowRoutesOfAllNamespaces: true });
        const [, tls] = spec(open, "Gateway").listeners;
        expect([tls.allowedRoutes.namespaces, spec(open, "Gateway").allowedListeners.namespaces]).toEqual([
            { from: "All" },
            { from: "All" },
        ]);
        expect(peersOf(open)).toEqual(["kubeApi", "sameNamespace", "everyNamespace"]);
    });
});

const peersOf = ({ traffic }: Addon) => traffic.to.map(({ peer }) => peer);

test("What is limited is limited for clients and for what is behind", () => {
    expect(spec(full, "ClientTrafficPolicy").tls).toEqual({ minVersion: "1.3" });
    const { timeout, requestBuffer, rateLimit } = spec(full, "BackendTrafficPolicy");
    expect(timeout.http.requestTimeout).toBe("60s");
    expect(requestBuffer.limit).toBe("512Ki");
    expect(rateLimit.local.rules).toMatchObject([
        { clientSelectors: [{ sourceCIDR: { type: "Distinct" } }], limit: { requests: 20, unit: "Second" } },
    ]);
    expect(Object.keys(spec(bare, "BackendTrafficPolicy"))).toEqual(["targetRefs", "timeout"]);
});

describe("The load balancer", () => {
    const { envoyService } = spec(bare, "EnvoyProxy").provider.kubernetes;
    const aws = (name: string) => envoyService.annotations[`service.beta.kubernetes.io/aws-load-balancer-${name}`];

    it("is private, leads to the pods, and says by the PROXY protocol who asks: without it nobody is let in", () => {
        expect(envoyService).toMatchObject({ type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" });
        expect([aws("scheme"), aws("nlb-target-type"), aws("proxy-protocol")]).toEqual(["internal", "ip", "*"]);
        expect(spec(bare, "ClientTrafficPolicy").proxyProtocol).toEqual({ optional: false });
    });

    it("asks the port of health, which the nodes' network may reach beside those of requests, and no other", () => {
        const [outside] = bare.traffic.from;
        expect(outside).toEqual({ peer: "nodes", ports: [10_080, 10_443, Number(aws("healthcheck-port"))] });
    });

    it("is the one that the quota of the namespace has room for", () => {
        expect(bare.namespace.loadBalancers).toBe(1);
    });

    it("is made elsewhere by nobody: there is an address of the cluster, and no word of a load balancer", () => {
        const other = addonOf(elsewhere.all, "envoy-gateway");
        expect(spec(other, "EnvoyProxy").provider.kubernetes.envoyService).toEqual({
            name: "gateway",
            type: "ClusterIP",
        });
        expect(spec(other, "ClientTrafficPolicy")).not.toHaveProperty("proxyProtocol");
        expect(other.needs).toEqual([]);
    });
});

describe("A proxy that is replaced", () => {
    const { provider, shutdown } = spec(bare, "EnvoyProxy");
    const { strategy, patch } = provider.kubernetes.envoyDeployment;

    it("takes requests until the load balancer has forgotten it, and ends within the time of its drain", () => {
        const seconds = (text: string) => Number(text.replace("s", ""));
        const { annotations } = provider.kubernetes.envoyService;
        const attributes: string = annotations["service.beta.kubernetes.io/aws-load-balancer-target-group-attributes"];
        const delay = Number(/timeout_seconds=(\d+)/.exec(attributes)?.[1]);
        expect(seconds(shutdown.minDrainDuration)).toBeGreaterThanOrEqual(delay);
        expect(seconds(shutdown.drainTimeout)).toBeGreaterThan(seconds(shutdown.minDrainDuration));
    });

    it.each([
        [undefined, 120],
        // What a route allows itself has no less time for that.
        [5, 120],
        [600, 660],
        [3600, 780],
    ])(
        "with %s s for a request ends within %s s, and connections without one before",
        async (requestTimeout, drain) => {
            const addon = await envoy({ requestTimeout });
            expect(spec(addon, "EnvoyProxy").shutdown.drainTimeout).toBe(`${drain}s`);
            const { idleTimeout } = spec(addon, "ClientTrafficPolicy").timeout.http;
            expect(idleTimeout).toBe(`${drain - 60}s`);
            // EKS waits for pods of a node that it replaces.
            expect(drain).toBeLessThan(15 * 60);
        },
    );

    it("goes when the new one has been there for as long as a load balancer takes to know it", () => {
        expect(strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
        expect(patch.value.spec.minReadySeconds).toBeGreaterThanOrEqual(60);
    });
});

test("No line of the access log has the query of a request, or a header with a credential", () => {
    const [{ format }] = spec(bare, "EnvoyProxy").telemetry.accessLog.settings;
    const fields = Object.values(format.json).join(" ");
    expect(fields).toContain("%REQ_WITHOUT_QUERY(");
    expect(fields).not.toMatch(/%REQ\([^)]*(PATH|AUTHORIZATION|COOKIE)/i);
});

test("Without a gateway there is none", async () => {
    const names = (await assembled({ settings: { gateway: { engine: "none" } } })).map(({ name }) => name);
    expect(names).not.toContain("envoy-gateway");
});
