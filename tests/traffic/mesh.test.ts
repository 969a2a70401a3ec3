import { describe, expect, it, test } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import { networkPolicies } from "../../components/platform/network-policies.ts";
import { addonOf, assembled } from "../addons/example.ts";
import type { Rendered } from "../addons/render.ts";

const chart = (name: string, more: object = {}) => ({
    name,
    chart: name,
    version: "1.0.0",
    repository: "https://charts.example.com",
    ...more,
});
const ownCharts = [
    chart("web", { egressNamespaces: ["store"] }),
    chart("store"),
    chart("legacy", { outsideMesh: true }),
];
const without = await assembled({ settings: { ownCharts: ownCharts.slice(0, 2) } });
const all = await assembled({ settings: { mesh: { engine: "istio" }, ownCharts } });
const [web, store, legacy, istiod, gateway, monitoring] = [
    ...["web", "store", "legacy", "istiod", "envoy-gateway", "monitoring"],
].map((name) => addonOf(all, name)) as [Addon, Addon, Addon, Addon, Addon, Addon];

const port = 15_008;
const dataPlane = { "istio.io/dataplane-mode": "ambient" };
const objects = ({ before = [], after = [] }: Addon, kind: string): Rendered[] =>
    ([...before, ...after] as Rendered[]).filter((object) => object.kind === kind);
const named = (addon: Addon, kind: string, name: string) =>
    objects(addon, kind).find(({ metadata }) => metadata.name === name)?.spec;

test("Without the argument nothing of it is there, and nobody knows of it", () => {
    expect(without.filter(({ name }) => /istio|ztunnel/.test(name))).toEqual([]);
    expect(JSON.stringify(without)).not.toMatch(/istio/);
});

describe("The mesh", () => {
    it("takes mutual TLS alone, and lets nobody in whom nobody declared", () => {
        expect(named(istiod, "PeerAuthentication", "default")).toEqual({ mtls: { mode: "STRICT" } });
        expect(named(istiod, "AuthorizationPolicy", "default-deny")).toEqual({});
        expect(named(istiod, "AuthorizationPolicy", "gateway")?.rules).toEqual([
            { from: [{ source: { namespaces: ["envoy-gateway"] } }] },
        ]);
    });

    it("has its CA signed by a root that signs for nobody else, before a pod of istiod starts", () => {
        const ca = named(istiod, "Certificate", "mesh-ca");
        expect(ca).toMatchObject({ isCA: true, secretName: "cacerts", issuerRef: { name: "mesh-root" } });
        expect(ca?.privateKey.rotationPolicy).toBe("Always");
        const [volume] = istiod.values.volumes;
        expect(volume.secret).toMatchObject({ secretName: ca?.secretName, items: [{ key: "ca.crt" }] });
        expect(volume.secret.optional).toBeUndefined();
        expect(istiod.needs).toContain("cert-manager");
        const [policy, , ofRoot] = addonOf(all, "cert-manager").before as Rendered[];
        expect(policy?.spec.validations[0].expression).toContain('in ["cert-manager","istio-system"]');
        expect(ofRoot?.spec.validations[0].expression).toContain(
            '"mesh-root" || object.metadata.namespace in ["istio-system"]',
        );
        expect(named(addonOf(all, "cert-manager"), "Certificate", "mesh-root")?.isCA).toBe(true);
    });

    it("comes in the order that removal turns round", () => {
        const needs = (name: string) => addonOf(all, name).needs ?? [];
        expect([needs("ztunnel"), needs("istio-cni")]).toEqual([["istio-cni"], ["istiod"]]);
        expect(needs("web")).toContain("ztunnel");
        expect(istiod.crds?.chart.name).toBe("base");
    });

    it("has no part but the node agents that is less than restricted", () => {
        const levels = ["istiod", "istio-cni", "ztunnel"].map((name) => addonOf(all, name).namespace.podSecurity);
        expect(levels).toEqual(["restricted", "privileged", "privileged"]);
    });
});

describe("A chart of one's own", () => {
    it("is in the mesh, and lets in whom the network policies let in", () => {
        expect(store.namespace.labels).toEqual(dataPlane);
        const sources = named(store, "AuthorizationPolicy", "declared-flows")?.rules.map(({ from }: Rendered) => from);
        expect(sources).toEqual([
            [{ source: { namespaces: ["store"] } }],
            [{ source: { namespaces: ["web"] } }],
            [{ source: { principals: ["cluster.local/ns/monitoring/sa/monitoring-prometheus"] } }],
        ]);
        expect(named(web, "AuthorizationPolicy", "declared-flows")?.rules).toHaveLength(2);
    });

    it("takes probes, which the mesh lets pass", () => {
        expect(store.traffic.from).toContainEqual({ peer: { cidrs: ["169.254.7.127/32"] }, ports: "any" });
    });

    it("is as before where it says so", () => {
        expect(legacy.namespace.labels).toBeUndefined();
        expect(objects(legacy, "AuthorizationPolicy")).toEqual([]);
        expect(JSON.stringify(legacy)).not.toMatch(/istio|ztunnel/);
    });
});

describe("Who calls into the mesh", () => {
    it.each([
        ["gateway", gateway, objects(gateway, "EnvoyProxy")[0]?.spec.provider.kubernetes.envoyDeployment.pod.labels],
        ["Prometheus", monitoring, monitoring.values.prometheus.prometheusSpec.podMetadata.labels],
    ] as [string, Addon, object][])("is in it with its pods alone, and is called as before: %s", (_, addon, labels) => {
        expect(labels).toEqual(dataPlane);
        expect(addon.namespace.labels).toBeUndefined();
        const [authentication] = objects(addon, "PeerAuthentication");
        expect(authentication?.spec.mtls.mode).toBe("PERMISSIVE");
        expect(authentication?.spec.selector.matchLabels).not.toEqual({});
        const [authorization] = objects(addon, "AuthorizationPolicy");
        expect(authorization?.spec.selector).toEqual(authentication?.spec.selector);
        expect(authorization?.spec.rules[0].from).toEqual([{ source: { ipBlocks: ["0.0.0.0/0"] } }]);
    });

    it("reaches it by the port of the mesh, on both sides", () => {
        const scrapes = monitoring.traffic.to.find(
            ({ peer }) => typeof peer === "object" && "namespace" in peer && peer.namespace === "envoy-gateway",
        );
        const scraped = gateway.traffic.from.find(({ peer }) => peer === "metrics");
        expect([scrapes?.ports, scraped?.ports]).toEqual([
            [19_001, port],
            [19_001, port],
        ]);
    });

    it("opens no port of the mesh to what is outside of it", () => {
        const outside = all.filter(({ mesh }) => !mesh);
        expect(JSON.stringify(outside.map(({ traffic }) => traffic))).not.toContain(String(port));
        const fromHosts = all.flatMap(({ traffic }) =>
            traffic.from.filter(({ peer }) => peer === "apiServer" || peer === "nodes"),
        );
        expect(JSON.stringify(fromHosts)).not.toContain(String(port));
    });
});

test("Policies of the network have the range of probes as a range", () => {
    const ranges = { nodeCidrs: [], controlPlaneCidrs: [], apiServerPorts: [443], serviceCidr: "10.100.0.0/16" };
    const ingress = networkPolicies(store, ranges).find(({ name }) => name === "allow-ingress")?.spec.ingress;
    expect(ingress).toContainEqual({ from: [{ ipBlock: { cidr: "169.254.7.127/32" } }] });
});
