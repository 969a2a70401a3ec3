import type { Profile } from "../../../platform/addon.ts";
import type { Marks } from "../../../platform/mesh.ts";
import { placement, resources, spread } from "../../../platform/workload.ts";
import type { GatewaySettings } from "../args.ts";
import { balancer, drainOf, takeover } from "../network-load-balancer.ts";

/** Of the proxies' pods; the chart makes them of the release and its namespace. */
export const proxyLabels = {
    "app.kubernetes.io/name": "traefik",
    "app.kubernetes.io/instance": "traefik-gateway-traefik-gateway",
};

/** Listeners are found by their ports, so the pods take what the Gateway says at its own. */
export const proxyPorts = { requests: [80, 443], health: 8080, metrics: 9100 };

/** What people come in by. */
export const entryPoint = "websecure";

interface ProxiesArgs {
    namespace: string;
    /** Whether AWS makes the load balancer. */
    balanced: boolean;
    /** Names that lead to the load balancer, for who writes them. */
    names: readonly string[];
    settings: GatewaySettings;
    /** What the pods say beside their own. */
    marks: Marks;
    /** Namespaces of what a browser stays with its pod of. */
    sticky: readonly string[];
}

/** The proxies: one a zone, three where nodes name none, and one more while they are replaced. */
export const traefikValues = (
    profile: Profile,
    { namespace, balanced, names, settings, marks, sticky }: ProxiesArgs,
) => {
    const middlewares = limits(settings);
    const limited = Object.keys(middlewares).map((each) => `${each}@file`);
    return {
        ...placement(profile),
        image: { repository: "library/traefik" },
        deployment: {
            replicas: Math.max(3, profile.zones.length),
            minReadySeconds: takeover,
            terminationGracePeriodSeconds: drainOf(settings) + takeover,
            ...(marks.labels && { podLabels: { ...marks.labels } }),
            ...(marks.annotations && { podAnnotations: { ...marks.annotations } }),
        },
        resources: resources(100, 256, 2),
        topologySpreadConstraints: spread(profile, proxyLabels),
        podSecurityContext: { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }] },
        global: { checkNewVersion: false },
        api: { dashboard: false },
        ingressClass: { enabled: false },
        gateway: { enabled: false },
        providers: {
            kubernetesIngress: { enabled: false },
            kubernetesCRD: sticky.length > 0 ? { namespaces: [...sticky] } : { enabled: false },
            // Who may name a service of another provider may name Traefik's own.
            kubernetesGateway: { enabled: true, crossProviderNamespaces: [namespace] },
            file: {
                enabled: true,
                content: {
                    tls: {
                        options: { default: { minVersion: versions[settings.tlsMinVersion], sniStrict: true } },
                    },
                    ...(limited.length > 0 && { http: { middlewares } }),
                },
            },
        },
        ports: {
            traefik: { port: proxyPorts.health },
            web: entry(80, balanced, settings),
            [entryPoint]: {
                ...entry(443, balanced, settings),
                http: {
                    ...(limited.length > 0 && { middlewares: limited }),
                    // Programs take `_` in a header for `-`, and a forged one for the real.
                    underscoreHeadersStrategy: "reject",
                },
            },
            metrics: { port: proxyPorts.metrics },
        },
        log: { format: "json", level: "WARN" },
        accessLog: {
            enabled: true,
            format: "json",
            // Without the query, in which tokens are sent.
            fields: { queryParameters: { defaultMode: "drop" }, headers: { names: { "User-Agent": "keep" } } },
        },
        service: service(balanced, names, drainOf(settings)),
    };
};

/** As Go names versions of TLS. */
const versions = { "1.2": "VersionTLS12", "1.3": "VersionTLS13" };

/** Of everything that people ask, whichever route it takes. */
const limits = ({ maxRequestKiB, requestsPerSecond }: GatewaySettings) => ({
    ...(requestsPerSecond && { rate: { rateLimit: { average: requestsPerSecond, burst: requestsPerSecond } } }),
    ...(maxRequestKiB && { size: { buffering: { maxRequestBodyBytes: 1024 * maxRequestKiB } } }),
});

/** It says that it leaves at once, goes on for as long as the load balancer takes to forget it, and ends what it has. */
const entry = (port: number, balanced: boolean, settings: GatewaySettings) => ({
    port,
    ...(balanced && { proxyProtocol: { trustedIPs: ["0.0.0.0/0"] } }),
    transport: {
        lifeCycle: { requestAcceptGraceTimeout: `${takeover}s`, graceTimeOut: `${drainOf(settings) - takeover}s` },
        ...(settings.requestTimeout && {
            respondingTimeouts: {
                readTimeout: `${settings.requestTimeout}s`,
                writeTimeout: `${settings.requestTimeout}s`,
            },
        }),
    },
});

function service(balanced: boolean, names: readonly string[], drain: number) {
    if (!balanced) return { spec: { type: "ClusterIP" } };
    const { annotations, ...spec } = balancer({ names, health: proxyPorts.health, path: "/ping", drain });
    return { annotations, spec: { type: "LoadBalancer", ...spec } };
}
