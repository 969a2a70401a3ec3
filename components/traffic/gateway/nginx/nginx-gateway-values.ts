import type { Profile } from "../../../platform/addon.ts";
import { placement, resources, spread } from "../../../platform/workload.ts";
import { gatewayName } from "../listeners.ts";
import { balancer, takeover } from "../network-load-balancer.ts";
import { accessLog } from "./access-log.ts";
import { secrets } from "./agent-certificates.ts";

const release = "nginx-gateway";

export const controllerLabels = {
    "app.kubernetes.io/name": "nginx-gateway-fabric",
    "app.kubernetes.io/instance": release,
};

/** Of the proxies' pods: the controller gives them to those of the Gateway of this name. */
export const proxyLabels = {
    "app.kubernetes.io/name": `${gatewayName}-nginx`,
    "app.kubernetes.io/instance": release,
    "app.kubernetes.io/managed-by": `${release}-nginx`,
    "gateway.networking.k8s.io/gateway-name": gatewayName,
};

/** The pods take what the Gateway says, at its own ports; metrics are at the same port as the controller's. */
export const proxyPorts = { requests: [80, 443], health: 8081, metrics: 9113 };

const ready = "/readyz";

/** Seconds that a proxy that leaves goes on at most. */
const drain = 2 * takeover;

interface ProxiesArgs {
    /** Whether AWS makes the load balancer. */
    balanced: boolean;
    /** Names that lead to the load balancer, for who writes them. */
    names: readonly string[];
}

export const nginxGatewayValues = (profile: Profile, { balanced, names }: ProxiesArgs) => ({
    fullnameOverride: release,
    certGenerator: { enable: false, ...secrets },
    nginxGateway: {
        ...placement(profile),
        replicas: 2,
        resources: resources(50, 384),
        topologySpreadConstraints: spread(profile, controllerLabels),
        productTelemetry: { enable: false },
    },
    nginx: {
        // One a zone, three where nodes name none, and one more while they are replaced.
        replicas: Math.max(3, profile.zones.length),
        pod: pod(profile),
        container: {
            resources: resources(100, 512, 2),
            // It goes on for as long as the load balancer takes to forget it.
            lifecycle: { preStop: { sleep: { seconds: takeover } } },
            readinessProbe: { port: proxyPorts.health, path: ready },
        },
        patches: [{ type: "StrategicMerge", value: notAsked(profile) }],
        service: balanced ? balancedService(names) : { type: "ClusterIP" },
        config: {
            // As addresses are in policies.
            ipFamily: "ipv4",
            logging: { errorLevel: "warn", accessLog: { escape: "json", format: JSON.stringify(accessLog) } },
            metrics: { port: proxyPorts.metrics },
            // Policies let in nobody but the network of the load balancer: without its header a connection ends.
            ...(balanced && {
                rewriteClientIP: { mode: "ProxyProtocol", trustedAddresses: [{ type: "CIDR", value: "0.0.0.0/0" }] },
            }),
        },
    },
});

function pod(profile: Profile) {
    const { priorityClassName: _, ...where } = placement(profile);
    return {
        ...where,
        topologySpreadConstraints: spread(profile, proxyLabels),
        terminationGracePeriodSeconds: drain,
    };
}

/** What the controller is not asked for by a setting of its own. Its agent has a token for itself alone. */
const notAsked = (profile: Profile) => ({
    spec: {
        minReadySeconds: takeover,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: {
            spec: {
                priorityClassName: placement(profile).priorityClassName,
                automountServiceAccountToken: false,
                initContainers: [{ name: "init", resources: resources(25, 64) }],
                containers: [{ name: "nginx", livenessProbe: { httpGet: { path: ready, port: proxyPorts.health } } }],
            },
        },
    },
});

function balancedService(names: readonly string[]) {
    const { annotations, allocateLoadBalancerNodePorts, ...spec } = balancer({
        names,
        health: proxyPorts.health,
        path: ready,
        drain,
    });
    return {
        type: "LoadBalancer",
        ...spec,
        patches: [
            { type: "StrategicMerge", value: { metadata: { annotations }, spec: { allocateLoadBalancerNodePorts } } },
        ],
    };
}
