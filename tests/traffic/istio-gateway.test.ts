import { describe, expect, it, test } from "vitest";
import { addonOf } from "../addons/example.ts";
import { grafanaSso } from "../configuration/settings.ts";
import { gatewayOf, objectsOf, specOf, withEngine } from "./engines.ts";

const all = await withEngine("istio");
const gateway = gatewayOf("istio", all);
const istiod = addonOf(all, "istiod");
const [parameters] = objectsOf(gateway, "ConfigMap");
const overlay = (kind: string) => JSON.parse(parameters?.data[kind]);

describe("The gateway of the mesh", () => {
    it("is made by istiod, which is told so only then", async () => {
        const { env, global } = istiod.values;
        expect(env.PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER).toBe("true");
        expect(global.omitSidecarInjectorConfigMap).toBe(false);
        const without = addonOf(await withEngine("envoy", {}, { mesh: { engine: "istio" } }), "istiod").values;
        expect(without.env.PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER).toBe("false");
        expect(without.global.omitSidecarInjectorConfigMap).toBe(true);
        expect(without).not.toHaveProperty("meshConfig");
    });

    it("no more than before changes pods of others: there is no webhook for it", () => {
        expect(istiod.values.global.operatorManageWebhooks).toBe(true);
    });

    it("reaches istiod, and its proxies are let into the mesh", () => {
        expect(gateway.traffic.to).toContainEqual({ peer: { namespace: "istio-system" }, ports: [15_012] });
        expect(istiod.traffic.from).toContainEqual({ peer: { namespace: "istio-gateway" }, ports: [15_012] });
        const [rule] = objectsOf(istiod, "AuthorizationPolicy").filter(({ metadata }) => metadata.name === "gateway");
        expect(rule?.spec.rules).toEqual([{ from: [{ source: { namespaces: ["istio-gateway"] } }] }]);
    });

    it("takes plain text of people at the ports of its listeners, and at no other", () => {
        const [rule] = objectsOf(gateway, "AuthorizationPolicy");
        const { kind, metadata } = objectsOf(gateway, "Gateway")[0] ?? {};
        expect(rule?.spec.targetRefs).toEqual([{ group: "gateway.networking.k8s.io", kind, name: metadata.name }]);
        expect(rule?.spec).not.toHaveProperty("selector");
        expect(rule?.spec.rules[0].to).toEqual([{ operation: { ports: ["80", "443"] } }]);
    });

    it("names its parameters, and what it says of a kind is what istiod takes", () => {
        const { infrastructure } = specOf(gateway, "Gateway");
        expect(infrastructure.parametersRef).toEqual({ group: "", kind: "ConfigMap", name: parameters?.metadata.name });
        expect(Object.keys(parameters?.data)).toEqual(["deployment", "service", "podDisruptionBudget"]);
        expect(overlay("podDisruptionBudget").spec.maxUnavailable).toBe(1);
    });

    it("has a load balancer for what people ask alone: that a proxy is ready is asked at the pod", () => {
        const { metadata, spec } = overlay("service");
        expect(spec.loadBalancerClass).toBe("service.k8s.aws/nlb");
        expect(spec.ports).toEqual([{ $patch: "delete", port: 15_021, protocol: "TCP" }]);
        const aws = (name: string) => metadata.annotations[`service.beta.kubernetes.io/aws-load-balancer-${name}`];
        expect([aws("scheme"), aws("healthcheck-port"), aws("healthcheck-path")]).toEqual([
            "internal",
            "15021",
            "/healthz/ready",
        ]);
        expect(gateway.namespace.loadBalancers).toBe(1);
    });
});

test("What people open is sticky by a rule for its Service, as Istio reads none of a route", async () => {
    const named = gatewayOf(
        "istio",
        await withEngine("istio", {}, { domain: "example.com", grafana: { sso: grafanaSso } }),
    );
    expect(specOf(named, "DestinationRule").host).toBe("monitoring-grafana.monitoring.svc.cluster.local");
    expect(JSON.stringify(objectsOf(named, "HTTPRoute"))).not.toContain("sessionPersistence");
});
