import type { Profile } from "../../../platform/addon.ts";
import type { EnvoyProxy } from "../../../platform/kubernetes-object.ts";
import { budget, placement, resources, spread } from "../../../platform/workload.ts";
import { gatewayName } from "../listeners.ts";

/** Of the proxies' pods; the controller gives them to the pods of every Gateway. */
export const proxyLabels = {
    "app.kubernetes.io/name": "envoy",
    "app.kubernetes.io/component": "proxy",
    "app.kubernetes.io/managed-by": "envoy-gateway",
};

/** Ports 80 and 443 are 10080 and 10443 in the pods, which may open no lower ones. */
export const proxyPorts = { requests: [10_080, 10_443], health: 19_003 };

/**
 * Seconds that a load balancer takes to learn of a pod or to forget one: a new pod counts as there when they are over,
 * and one that leaves goes on to take requests for as long.
 */
const takeover = 60;

/** The one that the controller of the chart's version takes where nobody names one: named, it comes through the registry. */
const image = "docker.io/envoyproxy/envoy:distroless-v1.39.0";

interface ProxyArgs {
    profile: Profile;
    /** Whether AWS makes the load balancer. */
    balanced: boolean;
    /** Names that lead to the load balancer, for who writes them. */
    names: readonly string[];
    /** Labels of the pods beside their own. Default: none. */
    labels?: Readonly<Record<string, string>>;
}

/**
 * The proxies: one a zone, three where nodes name none, and one more while they are replaced.
 */
export const envoyProxy = (namespace: string, { profile, balanced, names, labels }: ProxyArgs): EnvoyProxy => ({
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "EnvoyProxy",
    metadata: { name: gatewayName, namespace },
    spec: {
        provider: {
            type: "Kubernetes",
            kubernetes: {
                envoyDeployment: {
                    name: gatewayName,
                    replicas: Math.max(3, profile.zones.length),
                    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
                    pod: {
                        ...placement(profile),
                        ...(labels && { labels }),
                        topologySpreadConstraints: spread(profile, {
                            ...proxyLabels,
                            "gateway.envoyproxy.io/owning-gateway-name": gatewayName,
                        }),
                    },
                    // Envoy sheds load at four fifths of its limit.
                    container: { image, resources: resources(100, 256) },
                    patch: {
                        type: "StrategicMerge",
                        value: {
                            spec: {
                                minReadySeconds: takeover,
                                template: {
                                    spec: {
                                        // Ends connections before Envoy ends; upstream gives it no limits.
                                        containers: [{ name: "shutdown-manager", resources: resources(10, 64) }],
                                    },
                                },
                            },
                        },
                    },
                },
                envoyPDB: {
                    name: gatewayName,
                    maxUnavailable: budget.maxUnavailable,
                    patch: {
                        type: "StrategicMerge",
                        value: { spec: { unhealthyPodEvictionPolicy: budget.unhealthyPodEvictionPolicy } },
                    },
                },
                envoyService: {
                    name: gatewayName,
                    ...(balanced ? balancer(names) : { type: "ClusterIP" }),
                },
            },
        },
        logging: { level: { default: "warn" } },
        shutdown: { minDrainDuration: `${takeover}s`, drainTimeout: `${2 * takeover}s` },
        telemetry: {
            accessLog: {
                settings: [
                    {
                        format: { type: "JSON", json: accessLog },
                        sinks: [{ type: "File", file: { path: "/dev/stdout" } }],
                    },
                ],
            },
        },
    },
});

const aws = (annotation: string) => `service.beta.kubernetes.io/aws-load-balancer-${annotation}`;

/**
 * A private load balancer that leads to the pods themselves. Who asked comes by the PROXY protocol: were addresses kept,
 * policies would have to let the whole world in, and no pod could call the gateway beside which it runs. It asks each
 * pod whether it takes requests, which one that leaves denies at once.
 */
const balancer = (names: readonly string[]) => ({
    type: "LoadBalancer" as const,
    loadBalancerClass: "service.k8s.aws/nlb",
    allocateLoadBalancerNodePorts: false,
    externalTrafficPolicy: "Cluster" as const,
    annotations: {
        [aws("scheme")]: "internal",
        [aws("nlb-target-type")]: "ip",
        [aws("proxy-protocol")]: "*",
        [aws("target-group-attributes")]:
            `preserve_client_ip.enabled=false,deregistration_delay.timeout_seconds=${takeover}`,
        [aws("healthcheck-protocol")]: "http",
        [aws("healthcheck-port")]: String(proxyPorts.health),
        [aws("healthcheck-path")]: "/ready",
        [aws("healthcheck-interval")]: "10",
        [aws("healthcheck-healthy-threshold")]: "2",
        [aws("healthcheck-unhealthy-threshold")]: "2",
        ...(names.length > 0 && { "external-dns.alpha.kubernetes.io/hostname": names.join(",") }),
    },
});

/** One line a request, for the store of logs; without the query, in which tokens are sent. */
const accessLog = {
    start_time: "%START_TIME%",
    client: "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
    method: "%REQ(:METHOD)%",
    host: "%REQ(:AUTHORITY)%",
    path: "%REQ_WITHOUT_QUERY(X-ENVOY-ORIGINAL-PATH?:PATH)%",
    protocol: "%PROTOCOL%",
    tls_version: "%DOWNSTREAM_TLS_VERSION%",
    response_code: "%RESPONSE_CODE%",
    response_code_details: "%RESPONSE_CODE_DETAILS%",
    response_flags: "%RESPONSE_FLAGS%",
    bytes_received: "%BYTES_RECEIVED%",
    bytes_sent: "%BYTES_SENT%",
    duration: "%DURATION%",
    route: "%ROUTE_NAME%",
    upstream: "%UPSTREAM_HOST%",
    upstream_failure: "%UPSTREAM_TRANSPORT_FAILURE_REASON%",
    request_id: "%REQ(X-REQUEST-ID)%",
    user_agent: "%REQ(USER-AGENT)%",
};
