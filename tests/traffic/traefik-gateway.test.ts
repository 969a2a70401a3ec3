import { describe, expect, it } from "vitest";
import { grafanaSso } from "../configuration/settings.ts";
import { gatewayOf, objectsOf, specOf, withEngine } from "./engines.ts";

const traefik = async (gateway: object = {}, more: object = {}) =>
    gatewayOf("traefik", await withEngine("traefik", gateway, more));
const plain = await traefik();
const named = await traefik({}, { domain: "example.com", grafana: { sso: grafanaSso } });

describe("Traefik", () => {
    it("reads none of its own kinds, and those for what people open in their namespaces alone", () => {
        const { kubernetesCRD, kubernetesIngress, kubernetesGateway } = plain.values.providers;
        expect([kubernetesCRD, kubernetesIngress]).toEqual([{ enabled: false }, { enabled: false }]);
        expect(kubernetesGateway.crossProviderNamespaces).toEqual(["traefik-gateway"]);
        expect(named.values.providers.kubernetesCRD).toEqual({ namespaces: ["monitoring"] });
    });

    it("keeps a browser with its pod by a cookie of what the route names in the place of the Service", () => {
        const [service] = specOf(named, "TraefikService").weighted.services;
        expect(service).toMatchObject({ name: "monitoring-grafana", sticky: { cookie: { secure: true } } });
        const routes = objectsOf(named, "HTTPRoute").filter(({ metadata }) => metadata.name !== "https-redirect");
        const backends = routes.map(({ spec }) => spec.rules[0].backendRefs[0].kind ?? "Service");
        expect(backends.toSorted()).toEqual(["Service", "TraefikService"]);
        expect(JSON.stringify(routes)).not.toContain("sessionPersistence");
    });

    it("shows nobody a certificate of its own, and no dashboard", () => {
        expect(plain.values.providers.file.content.tls.options.default.sniStrict).toBe(true);
        expect(plain.values.api.dashboard).toBe(false);
    });

    it("has no limits that nobody asked for", () => {
        expect(plain.values.providers.file.content).not.toHaveProperty("http");
        expect(plain.values.ports.websecure.http).not.toHaveProperty("middlewares");
    });

    it("has its proxies in the mesh by their label", async () => {
        const { deployment } = (await traefik({}, { mesh: { engine: "istio" } })).values;
        expect(deployment.podLabels).toEqual({ "istio.io/dataplane-mode": "ambient" });
        expect(plain.values.deployment).not.toHaveProperty("podLabels");
    });
});
