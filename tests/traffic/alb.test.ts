import { describe, expect, it, test } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import { addonOf, args } from "../addons/example.ts";
import { grafanaSso, mistakesOf, right } from "../configuration/settings.ts";
import { gatewayOf, hosts, objectsOf, specOf, withEngine } from "./engines.ts";

const all = await withEngine("alb");
const alb = gatewayOf("alb", all);

describe("The gateway of the load balancer controller", () => {
    it("is a private load balancer that leads to pods, made of the CRDs that are there before the controller looks", () => {
        expect(specOf(alb, "LoadBalancerConfiguration").scheme).toBe("internal");
        expect(specOf(alb, "TargetGroupConfiguration").defaultConfiguration.targetType).toBe("ip");
        expect(alb.crds?.chart.name).toBe("gateway-api-crds");
        expect(alb.crds?.values.global.resourcePolicy).toEqual({ keep: true });
        const { featureGates } = addonOf(all, "aws-load-balancer-controller").values.controllerConfig;
        expect(featureGates).toEqual({ ALBGatewayAPI: true, NLBGatewayAPI: false, GatewayListenerSet: false });
    });

    it("goes before who can take the load balancer away", () => {
        expect(alb.needs).toContain("aws-load-balancer-controller");
    });

    it("names no Secret: certificates are found in ACM by the hosts of the listeners", () => {
        const secured = specOf(alb, "Gateway").listeners.filter(
            ({ protocol }: { protocol: string }) => protocol === "HTTPS",
        );
        expect(secured).toHaveLength(hosts.length);
        expect(JSON.stringify(secured)).not.toContain("certificateRefs");
        expect(objectsOf(alb, "Certificate")).toEqual([]);
    });

    it("writes its names by a route that is always there, and external-dns reads routes then alone", async () => {
        const [route] = objectsOf(alb, "HTTPRoute");
        expect(route?.metadata.annotations).toEqual({
            "external-dns.alpha.kubernetes.io/hostname": hosts.join(","),
            "external-dns.alpha.kubernetes.io/gateway-hostname-source": "annotation-only",
        });
        expect(addonOf(all, "external-dns-private").values.sources).toContain("gateway-httproute");
        expect(addonOf(await withEngine("envoy"), "external-dns-private").values.sources).toEqual([
            "service",
            "ingress",
        ]);
    });

    it("runs nothing in the cluster, and nothing of it may be called or call", () => {
        expect(alb).not.toHaveProperty("chart");
        expect(alb.traffic).toEqual({ from: [], to: [] });
    });
});

test("What people open is reached by the load balancer itself, and a browser stays with its pod", async () => {
    const loadBalancerHosts = [...hosts, "*.example.com"];
    const more = {
        domain: "example.com",
        grafana: { sso: grafanaSso },
        certificates: { ...args.certificates, loadBalancerHosts },
    };
    const named = await withEngine("alb", {}, more);
    const gateway: Addon = gatewayOf("alb", named);
    const [, app] = objectsOf(gateway, "TargetGroupConfiguration");
    expect(app?.metadata.namespace).toBe("monitoring");
    expect(app?.spec.targetReference).toEqual({ name: "monitoring-grafana" });
    expect(JSON.stringify(objectsOf(gateway, "HTTPRoute"))).not.toContain("sessionPersistence");
    expect(addonOf(named, "monitoring").traffic.from).toContainEqual({ peer: "nodes", ports: [3000] });
});

test.each<[object, string[]]>([
    [
        { gateway: { engine: "alb" } },
        ["gateway.hosts: are missing: alb ends TLS itself, and takes no names of teams; give one, or domain"],
    ],
    [
        {
            gateway: { engine: "alb", hosts: ["a.apps.example.com", "b.example.com"] },
            certificates: { loadBalancerHosts: ["*.apps.example.com"] },
            dns: { zones: [{ id: "Z0", domain: "example.com" }] },
        },
        ["gateway.hosts[1]: b.example.com has no certificate of ACM; give it among certificates.loadBalancerHosts"],
    ],
    [
        {
            domain: "example.com",
            grafana: { sso: grafanaSso },
            gateway: { engine: "alb" },
            certificates: { issuer: "letsencrypt", loadBalancerHosts: [] },
            dns: { zones: [{ id: "Z0", domain: "example.com" }] },
        },
        ["domain: grafana.example.com has no certificate of ACM; give it among certificates.loadBalancerHosts"],
    ],
])("It refuses %j", (settings, mistakes) => {
    expect(mistakesOf({ ...right, ...settings })).toEqual(mistakes);
});
