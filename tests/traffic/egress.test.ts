import { describe, expect, it, test } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import { addonOf, assembled } from "../addons/example.ts";
import { fewObjects, reach } from "../addons/reach.ts";
import type { Rendered } from "../addons/render.ts";
import { linesOf } from "../policy-pack/reach-lines.ts";
import { objectsOf } from "./engines.ts";

const ownCharts = ["web", "store"].map((name) => ({
    name,
    chart: name,
    version: "1.0.0",
    repository: "https://charts.example.com",
}));
const hosts = [
    { host: "api.stripe.com", namespaces: ["web", "team"] },
    { host: "smtp.example.net", ports: [465, 587], namespaces: ["web"] },
];
const withEgress = (egress: object[], more: object = {}) =>
    assembled({ settings: { ownCharts, mesh: { engine: "istio", egress }, ...more } });

const without = await withEgress([]);
const all = await withEgress(hosts);
const [egress, istiod, web, store] = ["istio-egress", "istiod", "web", "store"].map((name) => addonOf(all, name)) as [
    Addon,
    Addon,
    Addon,
    Addon,
];
const reached = (addons: readonly Addon[]) => linesOf(reach(addons, fewObjects));
const of = (kind: string, name: string): Rendered["spec"] =>
    objectsOf(egress, kind).find(({ metadata }) => metadata.name === name)?.spec;

test("Without a host there is no waypoint, and istiod keeps none", () => {
    expect(without.map(({ name }) => name)).not.toContain("istio-egress");
    const { env, global } = addonOf(without, "istiod").values;
    expect(env.PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER).toBe("false");
    expect(global.omitSidecarInjectorConfigMap).toBe(true);
    expect(addonOf(without, "web").traffic).toEqual({ ...web.traffic, to: web.traffic.to.slice(0, -1) });
});

describe("A host outside of the cluster", () => {
    it.each(hosts)("is led to the waypoint, $host", ({ host, ports = [443] }) => {
        const [entry] = objectsOf(egress, "ServiceEntry").filter(({ metadata }) => metadata.name === host);
        expect(entry?.metadata.labels["istio.io/use-waypoint"]).toBe(objectsOf(egress, "Gateway")[0]?.metadata.name);
        expect(entry?.spec).toMatchObject({ hosts: [host], location: "MESH_EXTERNAL", resolution: "DNS" });
        expect(entry?.spec.ports).toEqual(ports.map((number) => ({ number, name: `tls-${number}`, protocol: "TLS" })));
    });

    it.each(hosts)("takes whom it names, who names it when TLS begins: $host", ({ host, namespaces }) => {
        const { targetRefs, rules } = of("AuthorizationPolicy", host);
        expect(targetRefs).toEqual([{ group: "networking.istio.io", kind: "ServiceEntry", name: host }]);
        expect(rules).toEqual([
            { from: [{ source: { namespaces } }], when: [{ key: "connection.sni", values: [host] }] },
        ]);
    });

    it("is nobody's where no policy names it, before the waypoint is there", () => {
        expect(egress.before).toEqual(objectsOf(egress, "AuthorizationPolicy").slice(0, 1));
        const { targetRefs, rules } = of("AuthorizationPolicy", "default-deny");
        expect(targetRefs).toMatchObject([{ kind: "Gateway", name: "waypoint" }]);
        expect(rules).toBeUndefined();
    });
});

describe("The way out", () => {
    it("is the waypoint alone, for who is named, at the ports of the hosts", () => {
        const lines = reached(all);
        expect(lines.filter((line) => line.includes("→ istio-egress:"))).toEqual(
            expect.arrayContaining(["team → istio-egress: 15008", "web → istio-egress: 15008"]),
        );
        expect(lines).toContain("istio-egress → Internet: 443, 465, 587");
        expect(lines.filter((line) => /^(store → istio-egress|(web|store) → Internet)/.test(line))).toEqual([]);
    });

    it("of a chart is closed when no host names it any more", () => {
        const left = reached(without);
        const lost = reached(all).filter((line) => !left.includes(line));
        expect(lost).toContain("web → istio-egress: 15008");
        expect(left.filter((line) => line.startsWith("web → Internet"))).toEqual([]);
    });

    it("is there before who goes it, after istiod and the kinds of the Gateway API, which Envoy Gateway's chart brings", () => {
        expect(web.needs).toContain("istio-egress");
        expect(store.needs).not.toContain("istio-egress");
        expect(egress.needs).toEqual(expect.arrayContaining(["istiod", "envoy-gateway"]));
        expect(egress.crds).toBeUndefined();
    });

    it.each(["none", "nginx", "traefik", "istio"])(
        "waits for no gateway with the engine %s, and brings the kinds as it does",
        async (engine) => {
            const addons = await withEgress(hosts, {
                gateway: { engine, ...(engine !== "none" && { hosts: ["shop.example.com"] }) },
            });
            const alone = addonOf(addons, "istio-egress");
            expect(alone.needs?.filter((need) => need.endsWith("-gateway"))).toEqual([]);
            const brought = addons.flatMap(({ crds }) => (crds?.chart.name === "gateway-api-crds" ? [crds] : []));
            expect(brought).toHaveLength(engine === "none" ? 1 : 2);
            for (const { chart, values } of brought) expect(alone.crds).toMatchObject({ chart, values });
        },
    );
});

describe("The waypoint", () => {
    const data = objectsOf(egress, "ConfigMap")[0]?.data;

    it("is a proxy a zone, spread, one of which may go at a time", () => {
        expect(of("Gateway", "waypoint")).toMatchObject({
            gatewayClassName: "istio-waypoint",
            infrastructure: { parametersRef: { kind: "ConfigMap", name: "waypoint-parameters" } },
            listeners: [{ port: 15_008, protocol: "HBONE" }],
        });
        const { replicas, template } = JSON.parse(data.deployment).spec;
        expect(replicas).toBe(3);
        expect(template.spec.topologySpreadConstraints[0]).toMatchObject({
            topologyKey: "topology.kubernetes.io/zone",
            whenUnsatisfiable: "DoNotSchedule",
        });
        expect(JSON.parse(data.podDisruptionBudget).spec.maxUnavailable).toBe(1);
    });

    it("goes on when it leaves for longer than it says, so that nothing is cut off before", () => {
        const { annotations } = of("Gateway", "waypoint").infrastructure;
        const seconds = Number.parseInt(JSON.parse(annotations["proxy.istio.io/config"]).terminationDrainDuration, 10);
        expect(JSON.parse(data.deployment).spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(seconds);
    });

    it("is kept by istiod, with limits, and tells of each connection who came and where to", async () => {
        const { env, global, meshConfig } = istiod.values;
        expect(env.PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER).toBe("true");
        expect(global.omitSidecarInjectorConfigMap).toBe(false);
        expect(global.operatorManageWebhooks).toBe(true);
        expect(global.waypoint.resources.limits).toHaveProperty("memory");
        expect(Object.keys(JSON.parse(meshConfig.accessLogFormat))).toEqual(
            expect.arrayContaining(["caller", "server_name", "connection_details", "path"]),
        );
        const beside = await withEgress(hosts, { gateway: { engine: "istio" } });
        expect(addonOf(beside, "istiod").values.meshConfig).toEqual(meshConfig);
        expect(addonOf(beside, "istiod").values.global).toHaveProperty("proxy.resources.limits");
    });
});
