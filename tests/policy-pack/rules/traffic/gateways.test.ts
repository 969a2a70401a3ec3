import { expect, test } from "vitest";
import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { resultOf } from "../../judged.ts";
import { object, resource } from "../../ready/resource.ts";

const http = { name: "http", port: 80, protocol: "HTTP" };
const https = { name: "https", port: 443, protocol: "HTTPS" };
const gateway = (...listeners: object[]) =>
    object("gateway.networking.k8s.io/v1:Gateway", "edge", { metadata: { namespace: "shop" }, spec: { listeners } });

const redirect = { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] };
const serve = { backendRefs: [{ name: "shop", port: 80 }] };
const challenge = { ...serve, matches: [{ path: { value: "/.well-known/acme-challenge/token" } }] };
const route = (parent: object, rules: object[] = [serve], { namespace = "shop", kind = "HTTPRoute", ...spec } = {}) =>
    object(`gateway.networking.k8s.io/v1:${kind}`, "shop", {
        metadata: { namespace },
        spec: { parentRefs: [{ name: "edge", ...parent }], rules, ...spec },
    });
const both = gateway(http, https);
const open = gateway({ ...http, allowedRoutes: { namespaces: { from: "All" } } }, https);

test.each<[string, Resource[], string]>([
    ["HTTP alone", [gateway(http)], "fail"],
    ["a waypoint of the mesh", [gateway({ name: "mesh", port: 15008, protocol: "HBONE" })], "pass"],
    ["HTTP beside HTTPS that serves nothing", [both], "pass"],
    ["a route on the listener with TLS", [both, route({ sectionName: "https" })], "pass"],
    ["a route on the listener with TLS by its port", [both, route({ port: 443 })], "pass"],
    ["a route on the listener without", [both, route({ sectionName: "http" })], "fail"],
    ["a route on every listener", [both, route({})], "fail"],
    ["a route of gRPC on every listener", [both, route({}, [serve], { kind: "GRPCRoute" })], "fail"],
    ["a route that redirects", [both, route({ sectionName: "http" }, [redirect])], "pass"],
    ["a route of which one rule redirects", [both, route({ sectionName: "http" }, [redirect, serve])], "fail"],
    ["a route that answers a certificate authority", [both, route({}, [challenge])], "pass"],
    ["a route of another Gateway", [both, route({ name: "inner", sectionName: "http" })], "pass"],
    ["a route of a Service of the mesh", [both, route({ kind: "Service" })], "pass"],
    [
        "a route of a namespace that is not allowed",
        [both, route({ namespace: "shop" }, [serve], { namespace: "cart" })],
        "pass",
    ],
    [
        "a route of a namespace that is allowed",
        [open, route({ namespace: "shop" }, [serve], { namespace: "cart" })],
        "fail",
    ],
    ["a listener that only passes TLS on", [gateway({ name: "tls", port: 443, protocol: "TLS" })], "pass"],
    ["a route of a Gateway of the same name elsewhere", [both, route({ namespace: "bank" })], "pass"],
    [
        "a route of two Gateways",
        [both, route({}, [serve], { parentRefs: [{ name: "in" }, { name: "edge" }] } as object)],
        "fail",
    ],
    ["a route of nothing", [both, route({}, [serve], { parentRefs: undefined } as object)], "pass"],
    ["a route without rules", [both, route({}, [])], "fail"],
    ["a route whose rules are not there", [both, route({}, [serve], { rules: undefined } as object)], "fail"],
    ["a route of another path", [both, route({}, [{ ...serve, matches: [{ path: { value: "/shop" } }] }])], "fail"],
    [
        "a route of a challenge and another path",
        [both, route({}, [{ ...serve, matches: [...challenge.matches, { path: { value: "/" } }] }])],
        "fail",
    ],
    ["a route of a host on a listener of all", [both, route({}, [serve], { hostnames: ["web"] } as object)], "fail"],
])("TLS of a Gateway: %s", (_, resources, status) => {
    expect(resultOf("ingress-tls", resources)?.status).toBe(status);
});

test.each([
    ["www.example.com", ["www.example.com"], "fail"],
    ["*.example.com", ["www.example.com"], "fail"],
    ["www.example.com", ["*.example.com"], "fail"],
    ["www.example.com", ["shop.example.com"], "pass"],
    ["*.example.com", ["example.org"], "pass"],
    ["www.example.com", ["shop.example.com", "www.example.com"], "fail"],
    ["example.com", ["bexample.com"], "pass"],
    ["bexample.com", ["example.com"], "pass"],
])("a listener for %s without TLS, and a route for %s: %s", (hostname, hostnames, status) => {
    const parts = [gateway({ ...http, hostname }, https), route({}, [serve], { hostnames } as object)];
    // The listener with TLS takes every host.
    expect(resultOf("ingress-tls", parts)?.status).toBe(status);
});

test("the finding names the route", () => {
    const found = resultOf("ingress-tls", [both, route({})])?.evidence.find(({ status }) => status === "fail");
    expect(found?.urn).toMatch(/HTTPRoute::shop$/);
});

test.each<[string, Resource[], string]>([
    ["of HTTP", [gateway(http)], "pass"],
    ["of HTTPS alone", [gateway(https)], "pass"],
    ["that passes TLS on", [gateway({ name: "tls", port: 443, protocol: "TLS" })], "pass"],
    ["of the mesh", [gateway({ name: "mesh", port: 15008, protocol: "HBONE" })], "fail"],
    ["of connections", [gateway({ name: "postgres", port: 5432, protocol: "TCP" })], "fail"],
    ["of the mesh beside one of HTTPS", [gateway({ name: "mesh", port: 15008, protocol: "HBONE" }, https)], "pass"],
    ["that is not there", [], "fail"],
])("An API gateway is a Gateway %s: %s", (_, resources, status) => {
    expect(
        resultOf("api-gateway-present", [resource("aws:eks/cluster:Cluster", "shop", {}), ...resources])?.status,
    ).toBe(status);
});

test("a cluster whose only Gateway is of the mesh lacks one itself: nothing is wrong with that of the mesh", () => {
    const cluster = resource("aws:eks/cluster:Cluster", "shop", {});
    const waypoint = gateway({ name: "mesh", port: 15008, protocol: "HBONE" });
    const found = (listener: Resource) => resultOf("api-gateway-present", [cluster, listener])?.evidence[0]?.urn;
    expect(found(waypoint)).toBe(cluster.urn);
    const ofConnections = gateway({ name: "postgres", port: 5432, protocol: "TCP" });
    expect(found(ofConnections)).toBe(ofConnections.urn);
});
