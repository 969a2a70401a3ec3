import { describe, expect, it, test } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import { addonOf, args, assembled } from "../addons/example.ts";
import type { Rendered } from "../addons/render.ts";
import { grafanaSso } from "../configuration/settings.ts";

const named = await assembled({ settings: { domain: "example.com", grafana: { sso: grafanaSso } } });
const gateway = addonOf(named, "envoy-gateway");
const apps = [
    { part: "argo-cd", host: "argo-cd.example.com", namespace: "argocd", port: 8080 },
    { part: "monitoring", host: "grafana.example.com", namespace: "monitoring", port: 3000 },
];

const of = ({ after = [] }: Addon, kind: string): Rendered[] =>
    (after as Rendered[]).filter((object) => object.kind === kind);
const routes = (addon: Addon) => of(addon, "HTTPRoute").filter(({ metadata }) => metadata.name !== "https-redirect");

describe.each(apps)("Below a domain people open $host", ({ part, host, namespace, port }) => {
    const [route] = routes(gateway).filter(({ spec }) => spec.hostnames.includes(host));
    const listeners: Rendered[] = of(gateway, "Gateway")[0]?.spec.listeners;
    const [listener] = listeners.filter(({ hostname }) => hostname === host);

    it("by a route in its own namespace, to a listener that takes routes of no other", () => {
        expect(route?.metadata.namespace).toBe(namespace);
        expect(route?.spec.parentRefs).toEqual([
            { name: "gateway", namespace: "envoy-gateway", sectionName: listener?.name },
        ]);
        expect(listener?.allowedRoutes.namespaces).toEqual({
            from: "Selector",
            selector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        });
    });

    it("with a certificate for the name, and a record of it", () => {
        const [secret] = listener?.tls.certificateRefs.map(({ name }: Rendered) => name) ?? [];
        const [certificate] = of(gateway, "Certificate").filter(({ spec }) => spec.secretName === secret);
        expect(certificate?.spec.dnsNames).toEqual([host]);
        const { annotations } = of(gateway, "EnvoyProxy")[0]?.spec.provider.kubernetes.envoyService ?? {};
        expect(annotations["external-dns.alpha.kubernetes.io/hostname"].split(",")).toContain(host);
    });

    it("over one port of its pods, which both sides have declared", () => {
        expect(gateway.traffic.to).toContainEqual({ peer: { namespace }, ports: [port] });
        expect(addonOf(named, part).traffic.from).toContainEqual({
            peer: { namespace: "envoy-gateway" },
            ports: [port],
        });
    });

    it("and it is there before the way to it, and goes after it", () => {
        expect(gateway.needs).toContain(part);
    });
});

test("What people open knows its own address, where it is sent back to after the sign-in", () => {
    expect(addonOf(named, "argo-cd").values.configs).toMatchObject({
        cm: { url: "https://argo-cd.example.com" },
        params: { "server.insecure": true },
    });
    expect(addonOf(named, "monitoring").values.grafana["grafana.ini"]).toMatchObject({
        server: { root_url: "https://grafana.example.com" },
        security: { cookie_secure: true },
    });
});

test("A browser stays with the Grafana that knows its session, and Argo CD knows it in every pod", () => {
    expect(routes(gateway).map(({ metadata, spec }) => [metadata.name, spec.rules[0].sessionPersistence])).toEqual([
        ["argo-cd", undefined],
        ["grafana", { type: "Cookie", sessionName: "grafana-pod" }],
    ]);
});

test("Where nobody can sign in, nothing leads", async () => {
    const {
        gitops: { sso: _, ...gitops },
        ...rest
    } = args;
    const half = await assembled({
        settings: { ...rest, gitops, domain: "example.com", grafana: { sso: grafanaSso } },
    });
    expect(routes(addonOf(half, "envoy-gateway")).map(({ metadata }) => metadata.name)).toEqual(["grafana"]);
    expect(addonOf(half, "argo-cd").values.configs.cm.url).toBe("https://localhost:8080");
    expect(addonOf(half, "argo-cd").values.configs.params).toBeUndefined();
});

test("Without a domain people forward a port, and nothing else changes", async () => {
    const plain = await assembled({ settings: { grafana: { sso: grafanaSso } } });
    expect(routes(addonOf(plain, "envoy-gateway"))).toEqual([]);
    expect(addonOf(plain, "argo-cd").values.configs.cm.url).toBe("https://localhost:8080");
    const from = plain.flatMap(({ traffic }) => traffic.from.map(({ peer }) => peer));
    expect(from).not.toContainEqual({ namespace: "envoy-gateway" });
});
