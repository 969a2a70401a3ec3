import type { GatewaySettings } from "./args.ts";

/**
 * Seconds that a load balancer takes to learn of a pod or to forget one: a new pod counts as there when they are over,
 * and one that leaves goes on to take requests for as long.
 */
export const takeover = 60;

/**
 * Seconds that a proxy may take to leave. EKS waits 15 minutes for the pods of a node that it replaces, and then stops the
 * update: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
 */
const longestDrain = 13 * 60;

/** Seconds that a proxy that leaves goes on: until load balancers have forgotten it, and the time of a request more. */
export const drainOf = ({ requestTimeout = 0 }: GatewaySettings): number =>
    Math.min(takeover + Math.max(takeover, requestTimeout), longestDrain);

const aws = (annotation: string) => `service.beta.kubernetes.io/aws-load-balancer-${annotation}`;

interface BalancerArgs {
    /** Names that lead to it, for who writes them. */
    names: readonly string[];
    /** Port and path by which a proxy says that it takes requests. */
    health: number;
    path: string;
    /** Seconds that a proxy that leaves goes on. */
    drain: number;
}

/**
 * A private load balancer that leads to the pods themselves. Who asked comes by the PROXY protocol: were addresses kept,
 * policies would have to let the whole world in, and no pod could call the gateway beside which it runs. It asks each
 * pod whether it takes requests, which one that leaves denies at once; what it has begun is cut no sooner for that.
 */
export const balancer = ({ names, health, path, drain }: BalancerArgs) => ({
    loadBalancerClass: "service.k8s.aws/nlb",
    allocateLoadBalancerNodePorts: false,
    externalTrafficPolicy: "Cluster" as const,
    annotations: {
        [aws("scheme")]: "internal",
        [aws("nlb-target-type")]: "ip",
        [aws("proxy-protocol")]: "*",
        [aws("target-group-attributes")]: [
            "preserve_client_ip.enabled=false",
            `deregistration_delay.timeout_seconds=${takeover}`,
            "target_health_state.unhealthy.connection_termination.enabled=false",
            `target_health_state.unhealthy.draining_interval_seconds=${drain}`,
        ].join(","),
        [aws("healthcheck-protocol")]: "http",
        [aws("healthcheck-port")]: String(health),
        [aws("healthcheck-path")]: path,
        [aws("healthcheck-interval")]: "10",
        [aws("healthcheck-healthy-threshold")]: "2",
        [aws("healthcheck-unhealthy-threshold")]: "2",
        ...(names.length > 0 && { "external-dns.alpha.kubernetes.io/hostname": names.join(",") }),
    },
});
