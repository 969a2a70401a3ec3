import { describe, expect, it, test } from "vitest";
import { grafanaSso } from "../configuration/settings.ts";
import { gatewayOf, objectsOf, specOf, withEngine } from "./engines.ts";

const gateway = gatewayOf("nginx", await withEngine("nginx"));

describe("NGINX Gateway Fabric", () => {
    it("and its agents know each other by certificates that are renewed; its chart makes none", () => {
        expect(gateway.values.certGenerator.enable).toBe(false);
        const { serverTLSSecretName, agentTLSSecretName } = gateway.values.certGenerator;
        const certificates = objectsOf(gateway, "Certificate").map(({ spec }) => spec);
        expect(certificates.filter(({ usages }) => usages)).toMatchObject([
            {
                secretName: serverTLSSecretName,
                dnsNames: ["nginx-gateway.nginx-gateway.svc"],
                usages: ["digital signature", "server auth"],
                issuerRef: { name: "internal" },
            },
            {
                secretName: agentTLSSecretName,
                usages: ["digital signature", "client auth"],
                issuerRef: { name: "internal" },
            },
        ]);
        expect(gateway.needs).toContain("cert-manager");
    });

    it("brings its own CRDs beside those of the Gateway API", () => {
        expect(gateway.crds).toMatchObject({ chart: { name: "gateway-api-crds" }, areOthers: true });
    });

    it("has its proxies in the mesh by a label of the Gateway", async () => {
        const meshed = gatewayOf("nginx", await withEngine("nginx", {}, { mesh: { engine: "istio" } }));
        expect(specOf(meshed, "Gateway").infrastructure).toEqual({ labels: { "istio.io/dataplane-mode": "ambient" } });
        expect(specOf(gateway, "Gateway")).not.toHaveProperty("infrastructure");
    });

    it("takes sizes above 9999 KiB as MiB", async () => {
        const large = gatewayOf("nginx", await withEngine("nginx", { maxRequestKiB: 51_200 }));
        expect(specOf(large, "ClientSettingsPolicy").body.maxSize).toBe("50m");
    });
});

test("What people open is sticky by the address of who asks, as a route with a cookie is refused", async () => {
    const named = gatewayOf(
        "nginx",
        await withEngine("nginx", {}, { domain: "example.com", grafana: { sso: grafanaSso } }),
    );
    expect(specOf(named, "UpstreamSettingsPolicy")).toEqual({
        targetRefs: [{ group: "core", kind: "Service", name: "monitoring-grafana" }],
        loadBalancingMethod: "ip_hash",
    });
    expect(JSON.stringify(objectsOf(named, "HTTPRoute"))).not.toContain("sessionPersistence");
});
