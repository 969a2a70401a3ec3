import type { Profile } from "../../../platform/addon.ts";
import type { EnvoyProxy } from "../../../platform/kubernetes-object.ts";
import type { Marks } from "../../../platform/mesh.ts";
import { budget, placement, resources, spread } from "../../../platform/workload.ts";
import { accessLog } from "../access-log.ts";
import { gatewayName } from "../listeners.ts";
import { balancer, takeover } from "../network-load-balancer.ts";

/** Of the proxies' pods; the controller gives them to the pods of every Gateway. */
export const proxyLabels = {
    "app.kubernetes.io/name": "envoy",
    "app.kubernetes.io/component": "proxy",
    "app.kubernetes.io/managed-by": "envoy-gateway",
};

/** Ports 80 and 443 are 10080 and 10443 in the pods, which may open no lower ones. */
export const proxyPorts = { requests: [10_080, 10_443], health: 19_003 };

/** Path of the last one: whether a proxy takes requests. */
export const healthPath = "/ready";

/** The one that the controller of the chart's version takes where nobody names one: named, it comes through the registry. */
const image = "docker.io/envoyproxy/envoy:distroless-v1.39.0";

interface ProxyArgs {
    profile: Profile;
    /** Whether AWS makes the load balancer. */
    balanced: boolean;
    /** Names that lead to the load balancer, for who writes them. */
    names: readonly string[];
    /** What the pods say beside their own. */
    marks: Marks;
    /** Seconds that a proxy that leaves goes on. */
    drain: number;
}

/**
 * The proxies: one a zone, three where nodes name none, and one more while they are replaced.
 */
export const envoyProxy = (namespace: string, { profile, balanced, names, marks, drain }: ProxyArgs): EnvoyProxy => ({
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
                        ...marks,
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
                    ...(balanced
                        ? {
                              type: "LoadBalancer" as const,
                              ...balancer({ names, health: proxyPorts.health, path: healthPath, drain }),
                          }
                        : { type: "ClusterIP" as const }),
                },
            },
        },
        logging: { level: { default: "warn" } },
        shutdown: { minDrainDuration: `${takeover}s`, drainTimeout: `${drain}s` },
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
