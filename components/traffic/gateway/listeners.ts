import { type Offers, offered } from "../../offers.ts";
import type { Egress } from "../../platform/addon.ts";
import { certificate } from "../../platform/certificate.ts";
import type { Certificate, Gateway, HTTPRoute, KubernetesObject } from "../../platform/kubernetes-object.ts";
import type { NamedWebApp } from "../../platform/web-app.ts";
import type { Settings } from "../../settings.ts";
import type { GatewaySettings } from "./args.ts";

/** What a namespace says whose routes may attach; an administrator labels it. */
const namespaceLabel = "production-cluster/gateway";

/** The Gateway, in the namespace of its engine. */
export const gatewayName = "gateway";

const group = "gateway.networking.k8s.io";

/** What every listener has that ends TLS: its name, the Secret of its certificate, and the host. */
const listenerOf = <Host extends { host: string }>(opened: Host) => {
    const name = listenerName(opened.host);
    return { ...opened, name, secret: `${name}-tls` };
};
const listenerName = (host: string): string => host.replace("*", "any");

/** A name that people open, and who may attach routes to it. */
export interface OpenedHost {
    host: string;
    namespaces: object;
}

/** What people open, and which of it is written into zones of `dns`. */
export function opened(
    settings: Pick<Settings, "gateway" | "edge">,
    { offers, webApps }: { offers: Pick<Offers, "dns">; webApps: readonly NamedWebApp[] },
): { hosts: OpenedHost[]; names: string[] } {
    const hosts = openedHosts(settings.gateway, webApps);
    return { hosts, names: namesOf(hosts, offers, settings) };
}

/** Names of teams, and those of the platform, which are for its own namespaces alone. */
const openedHosts = (settings: GatewaySettings, webApps: readonly NamedWebApp[]): OpenedHost[] => [
    ...settings.hosts.map((host) => ({ host, ...attached(settings) })),
    ...webApps.map(({ host, namespace }) => ({
        host,
        namespaces: {
            from: "Selector" as const,
            selector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        },
    })),
];

/** The pods that proxies of the Gateway call: of routes that may attach, and of the platform's own. */
export const toRoutes = (settings: GatewaySettings, webApps: readonly NamedWebApp[]): Egress[] => [
    { peer: settings.allowRoutesOfAllNamespaces ? "everyNamespace" : { namespacesWith: namespaceLabel } },
    ...webApps.map(({ namespace, podPort }) => ({ peer: { namespace }, ports: [podPort] })),
];

/** Namespaces that may attach something. */
const attached = ({ allowRoutesOfAllNamespaces }: GatewaySettings) => ({
    namespaces: allowRoutesOfAllNamespaces
        ? ({ from: "All" } as const)
        : ({ from: "Selector", selector: { matchLabels: { [namespaceLabel]: "true" } } } as const),
});

/**
 * The Gateway means the same for every engine. Port 80 only sends people to 443, where a listener with a certificate is
 * found by its host. What is for none of these hosts goes on as it came, to a TLSRoute whose pods end TLS. Teams add
 * hosts with certificates of their own by a ListenerSet. An engine says what of this it cannot.
 */
export const gateway = (
    {
        name = gatewayName,
        namespace,
        className,
        parameters,
        annotations,
        podAnnotations,
        labels,
        tlsOptions,
        without = [],
    }: GatewayPlace,
    settings: GatewaySettings,
    hosts: readonly OpenedHost[],
): Gateway => ({
    apiVersion: `${group}/v1`,
    kind: "Gateway",
    metadata: { name, namespace, ...(annotations && { annotations }) },
    spec: {
        gatewayClassName: className,
        ...((parameters ?? labels ?? podAnnotations) && {
            infrastructure: {
                ...(parameters && { parametersRef: parameters }),
                ...(podAnnotations && { annotations: podAnnotations }),
                ...(labels && { labels: { ...labels } }),
            },
        }),
        ...(!without.includes("listeners of teams") && { allowedListeners: attached(settings) }),
        listeners: [
            { name: "http", port: 80, protocol: "HTTP", allowedRoutes: { namespaces: { from: "Same" } } },
            ...(without.includes("TLS that passes") ? [] : [passing(settings)]),
            ...hosts.map(listenerOf).map(({ host, namespaces, name, secret }) => ({
                name,
                port: 443,
                protocol: "HTTPS",
                hostname: host,
                ...(!without.includes("Secrets") && {
                    tls: {
                        mode: "Terminate" as const,
                        certificateRefs: [{ name: secret }],
                        ...(tlsOptions && { options: { ...tlsOptions } }),
                    },
                }),
                allowedRoutes: {
                    namespaces,
                    kinds: [
                        { group, kind: "HTTPRoute" },
                        { group, kind: "GRPCRoute" },
                    ],
                },
            })),
        ],
    },
});

const passing = (settings: GatewaySettings) => ({
    name: "tls",
    port: 443,
    protocol: "TLS",
    tls: { mode: "Passthrough" as const },
    allowedRoutes: { ...attached(settings), kinds: [{ group, kind: "TLSRoute" }] },
});

export interface GatewayPlace {
    /** Default: the one Gateway of the platform. */
    name?: string;
    namespace: string;
    /** Name of the GatewayClass. */
    className: string;
    /** Settings of the engine, in the same namespace. Default: none. */
    parameters?: { group: string; kind: string; name: string };
    /** Default: none. */
    annotations?: Record<string, string>;
    /** Of what the engine makes for the Gateway. Default: none. */
    podAnnotations?: Record<string, string>;
    /** Of what the engine makes for the Gateway. Default: the engine's own alone. */
    labels?: Readonly<Record<string, string>>;
    /** What the engine is told of TLS by each listener that ends it. Default: nothing. */
    tlsOptions?: Readonly<Record<string, string>>;
    /** What the engine cannot; without Secrets it finds certificates by their names. Default: it can everything. */
    without?: readonly ("listeners of teams" | "TLS that passes" | "Secrets")[];
}

/**
 * Sends everybody who asks in plain HTTP to HTTPS, whatever the host.
 *
 * @param annotations default: none
 * @param of name of its Gateway. Default: the one of the platform
 */
export const redirect = (
    namespace: string,
    annotations?: Record<string, string>,
    of: string = gatewayName,
): HTTPRoute => ({
    apiVersion: `${group}/v1`,
    kind: "HTTPRoute",
    metadata: {
        name: of === gatewayName ? "https-redirect" : `${of}-https-redirect`,
        namespace,
        ...(annotations && { annotations }),
    },
    spec: {
        parentRefs: [{ name: of, sectionName: "http" }],
        rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] }],
    },
});

/**
 * Routes to what people open of the platform.
 *
 * @param sticky how a browser stays with its pod. Default: the engine reads it from the route
 * @param through what a route names in the place of the Service of a sticky one. Default: the Service
 */
export const webAppRoutes = (
    gatewayNamespace: string,
    webApps: readonly NamedWebApp[],
    sticky?: (app: NamedWebApp) => KubernetesObject,
    through?: (app: NamedWebApp) => BackendRef,
): KubernetesObject[] =>
    webApps.flatMap((app) => [
        webAppRoute(
            gatewayNamespace,
            sticky ? { ...app, sticky: false } : app,
            app.sticky && through ? through(app) : app.service,
        ),
        ...(sticky && app.sticky ? [sticky(app)] : []),
    ]);

type BackendRef = NamedWebApp["service"] | { group: string; kind: string; name: string };

/** Leads people to what they open of the platform; it is in the namespace of its pods, so that it needs no grant. */
const webAppRoute = (
    gatewayNamespace: string,
    { name, namespace, host, sticky }: NamedWebApp,
    backend: BackendRef,
): HTTPRoute => ({
    apiVersion: `${group}/v1`,
    kind: "HTTPRoute",
    metadata: { name, namespace },
    spec: {
        parentRefs: [{ name: gatewayName, namespace: gatewayNamespace, sectionName: listenerName(host) }],
        hostnames: [host],
        rules: [
            {
                backendRefs: [backend],
                ...(sticky && { sessionPersistence: { type: "Cookie", sessionName: `${name}-pod` } }),
            },
        ],
    },
});

/** A certificate for each host; keys are made anew with each of them. */
export const certificates = (
    namespace: string,
    hosts: readonly OpenedHost[],
    offers: Pick<Offers, "certificates">,
): Certificate[] =>
    hosts.map(listenerOf).map(({ host, name, secret }) =>
        certificate({ name, namespace, secretName: secret }, offered(offers, "certificates").issuer, {
            dnsNames: [host],
        }),
    );

/** Hosts that are written into zones of `dns`; those of the edge lead there. */
const namesOf = (
    hosts: readonly OpenedHost[],
    { dns }: Pick<Offers, "dns">,
    { edge }: Pick<Settings, "edge">,
): string[] =>
    hosts
        .map(({ host }) => host)
        .filter((host) => !edge?.hosts.includes(host))
        .filter((host) => dns?.domains.some((domain) => host === domain || host.endsWith(`.${domain}`)));
