import type { Addon } from "../../components/platform/addon.ts";
import type { Rendered } from "../addons/render.ts";
import type { Signed } from "../authority.ts";
import { services } from "./grpc-pod.ts";
import { client, issuer, jwks } from "./provider.ts";
import { namespace } from "./translation.ts";

const groups = ["gateway.networking.k8s.io", "gateway.envoyproxy.io"];

/** What an add-on gives Envoy Gateway. */
export const ofPlatform = ({ after = [] }: Addon): Rendered[] =>
    (after as Rendered[]).filter(({ apiVersion }) => groups.includes(apiVersion.split("/")[0]));

/** Hosts of the Gateway, and the Secrets that their certificates come in. */
export const hostsOf = (objects: readonly Rendered[]): { host: string; secret: string }[] =>
    objects
        .filter(({ kind }) => kind === "Gateway")
        .flatMap(({ spec }) => spec.listeners)
        .filter(({ protocol }) => protocol === "HTTPS")
        .map(({ hostname, tls }) => ({ host: hostname, secret: tls.certificateRefs[0].name }));

export const secretOf = (name: string, { cert, key }: Signed, where = namespace): Rendered => ({
    apiVersion: "v1",
    kind: "Secret",
    type: "kubernetes.io/tls",
    metadata: { name, namespace: where },
    data: { "tls.crt": base64(cert), "tls.key": base64(key) },
});

const opaque = (name: string, where: string, data: Record<string, string>): Rendered => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace: where },
    data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, base64(text)])),
});

const base64 = (text: string) => Buffer.from(text).toString("base64");

export const namespaceOf = (name: string, labels: Record<string, string> = {}): Rendered => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "kubernetes.io/metadata.name": name, ...labels } },
});

/** A Service whose pods are on loopback. */
export const service = (name: string, where: string, port: number, pods: readonly number[]): Rendered[] => [
    {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name, namespace: where },
        spec: { type: "ClusterIP", clusterIP: "10.100.0.7", ports: [{ name: "web", protocol: "TCP", port }] },
    },
    // A slice has one number for all its pods, which are apart by their ports here.
    ...pods.map((pod, index) => ({
        apiVersion: "discovery.k8s.io/v1",
        kind: "EndpointSlice",
        metadata: { name: `${name}-${index}`, namespace: where, labels: { "kubernetes.io/service-name": name } },
        addressType: "IPv4",
        endpoints: [{ addresses: ["127.0.0.1"], conditions: { ready: true } }],
        ports: [{ name: "web", protocol: "TCP", port: pod }],
    })),
];

const parentRefs = (sectionName: string) => [{ name: "gateway", namespace, sectionName }];
const ofTeam = (name: string) => ({ name, namespace: "shop" });

const route = (name: string, path: string, backends: readonly object[], more: object = {}): Rendered => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: ofTeam(name),
    spec: {
        parentRefs: parentRefs("shop.example.com"),
        hostnames: ["shop.example.com"],
        rules: [
            {
                matches: [{ path: { type: "PathPrefix", value: path } }],
                backendRefs: backends.map((backend) => ({ port: 8080, ...backend })),
                ...more,
            },
        ],
    },
});

const policy = (name: string, of: string, spec: object): Rendered => ({
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "SecurityPolicy",
    metadata: ofTeam(name),
    spec: { targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: of }], ...spec },
});

/** Ports on which the pods of a team are. */
export interface Pods {
    shop: number;
    next: number;
    own: number;
    grpc: number;
}

const grpcRoute = (name: (typeof services)[number]): Rendered => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GRPCRoute",
    metadata: ofTeam(name.toLowerCase()),
    spec: {
        parentRefs: parentRefs("shop.example.com"),
        hostnames: ["shop.example.com"],
        rules: [{ matches: [{ method: { service: name } }], backendRefs: [{ name: "shop-grpc", port: 9090 }] }],
    },
});

/** What a team brings that uses all that the docs say of its gateway. */
export const ofTeamShop = ({ shop, next, own, grpc }: Pods, secrets: { listenerSet: Signed }): Rendered[] => [
    namespaceOf("shop", { "production-cluster/gateway": "true" }),
    ...service("shop", "shop", 8080, [shop]),
    ...service("shop-next", "shop", 8080, [next]),
    ...service("shop-tls", "shop", 443, [own]),
    ...service("shop-grpc", "shop", 9090, [grpc]),
    ...services.map(grpcRoute),
    {
        apiVersion: "gateway.envoyproxy.io/v1alpha1",
        kind: "BackendTrafficPolicy",
        metadata: ofTeam("clock"),
        spec: {
            targetRefs: [{ group: "gateway.networking.k8s.io", kind: "GRPCRoute", name: "shop.clock" }],
            timeout: { http: { requestTimeout: "0s" } },
        },
    },
    route("shop", "/", [{ name: "shop" }]),
    route("canary", "/canary", [
        { name: "shop", weight: 9 },
        { name: "shop-next", weight: 1 },
    ]),
    route("patient", "/patient", [{ name: "shop" }], { timeouts: { request: "10s" } }),
    route("signed-in", "/signed-in", [{ name: "shop" }]),
    policy("signed-in", "signed-in", {
        jwt: { providers: [{ name: "login", issuer, localJWKS: { type: "Inline", inline: jwks } }] },
    }),
    route("people", "/people", [{ name: "shop" }]),
    opaque("login", "shop", { "client-secret": client.secret }),
    opaque("envoy-oidc-hmac", namespace, { "hmac-secret": "0".repeat(32) }),
    policy("people", "people", {
        oidc: {
            provider: {
                issuer,
                authorizationEndpoint: `${issuer}/authorize`,
                tokenEndpoint: `${issuer}/token`,
            },
            clientID: client.id,
            clientSecret: { name: "login" },
            redirectURL: "https://shop.example.com/people/callback",
        },
    }),
    route("apart", "/apart", [{ name: "shop" }]),
    policy("apart", "apart", {
        cors: { allowOrigins: ["https://app.example.com"], allowMethods: ["GET", "PUT"], maxAge: "10m" },
    }),
    {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "TLSRoute",
        metadata: ofTeam("own"),
        spec: {
            parentRefs: parentRefs("tls"),
            hostnames: ["own.example.org"],
            rules: [{ backendRefs: [{ name: "shop-tls", port: 443 }] }],
        },
    },
    secretOf("bakery-tls", secrets.listenerSet, "shop"),
    {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "ListenerSet",
        metadata: ofTeam("bakery"),
        spec: {
            parentRef: { name: "gateway", namespace },
            listeners: [
                {
                    ...{ name: "bakery", port: 443, protocol: "HTTPS", hostname: "bakery.example.org" },
                    tls: { certificateRefs: [{ name: "bakery-tls" }] },
                },
            ],
        },
    },
    {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: ofTeam("bakery"),
        spec: {
            parentRefs: [{ group: "gateway.networking.k8s.io", kind: "ListenerSet", name: "bakery" }],
            hostnames: ["bakery.example.org"],
            rules: [{ backendRefs: [{ name: "shop", port: 8080 }] }],
        },
    },
];
