import { type Offers, offered } from "../../offers.ts";
import type { Certificate, Gateway, HTTPRoute } from "../../platform/kubernetes-object.ts";
import type { GatewaySettings } from "./args.ts";

/** What a namespace says whose routes may attach; an administrator labels it. */
export const namespaceLabel = "production-cluster/gateway";

/** The Gateway, in the namespace of its engine. */
export const gatewayName = "gateway";

const group = "gateway.networking.k8s.io";

/** What every listener has that ends TLS: its name, the Secret of its certificate, and the host. */
const listenerOf = (host: string) => {
    const name = host.replace("*", "any");
    return { host, name, secret: `${name}-tls` };
};

/** Namespaces that may attach something. */
const attached = ({ allowRoutesOfAllNamespaces }: GatewaySettings) => ({
    namespaces: allowRoutesOfAllNamespaces
        ? ({ from: "All" } as const)
        : ({ from: "Selector", selector: { matchLabels: { [namespaceLabel]: "true" } } } as const),
});

/**
 * The Gateway means the same for every engine. Port 80 only sends people to 443, where a listener with a certificate is
 * found by its host. What is for none of these hosts goes on as it came, to a TLSRoute whose pods end TLS. Teams add
 * hosts with certificates of their own by a ListenerSet.
 */
export const gateway = ({ namespace, className, parameters }: GatewayPlace, settings: GatewaySettings): Gateway => ({
    apiVersion: `${group}/v1`,
    kind: "Gateway",
    metadata: { name: gatewayName, namespace },
    spec: {
        gatewayClassName: className,
        ...(parameters && { infrastructure: { parametersRef: parameters } }),
        allowedListeners: attached(settings),
        listeners: [
            { name: "http", port: 80, protocol: "HTTP", allowedRoutes: { namespaces: { from: "Same" } } },
            {
                name: "tls",
                port: 443,
                protocol: "TLS",
                tls: { mode: "Passthrough" },
                allowedRoutes: { ...attached(settings), kinds: [{ group, kind: "TLSRoute" }] },
            },
            ...settings.hosts.map(listenerOf).map(({ host, name, secret }) => ({
                name,
                port: 443,
                protocol: "HTTPS",
                hostname: host,
                tls: { mode: "Terminate" as const, certificateRefs: [{ name: secret }] },
                allowedRoutes: {
                    ...attached(settings),
                    kinds: [
                        { group, kind: "HTTPRoute" },
                        { group, kind: "GRPCRoute" },
                    ],
                },
            })),
        ],
    },
});

export interface GatewayPlace {
    namespace: string;
    /** Name of the GatewayClass. */
    className: string;
    /** Settings of the engine, in the same namespace. Default: none. */
    parameters?: { group: string; kind: string; name: string };
}

/** Sends everybody who asks in plain HTTP to HTTPS, whatever the host. */
export const redirect = (namespace: string): HTTPRoute => ({
    apiVersion: `${group}/v1`,
    kind: "HTTPRoute",
    metadata: { name: "https-redirect", namespace },
    spec: {
        parentRefs: [{ name: gatewayName, sectionName: "http" }],
        rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] }],
    },
});

/** A certificate for each host; keys are made anew with each of them. */
export const certificates = (
    namespace: string,
    { hosts }: GatewaySettings,
    offers: Pick<Offers, "certificates">,
): Certificate[] =>
    hosts.map(listenerOf).map(({ host, name, secret }) => ({
        apiVersion: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: { name, namespace },
        spec: {
            secretName: secret,
            dnsNames: [host],
            privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
            issuerRef: { ...offered(offers, "certificates").issuer },
        },
    }));

/** Hosts that are written into zones of `dns`. */
export const namesOf = ({ hosts }: GatewaySettings, { dns }: Pick<Offers, "dns">): string[] =>
    hosts.filter((host) => dns?.domains.some((domain) => host === domain || host.endsWith(`.${domain}`)));
