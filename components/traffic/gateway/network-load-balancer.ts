/**
 * Seconds that a load balancer takes to learn of a pod or to forget one: a new pod counts as there when they are over,
 * and one that leaves goes on to take requests for as long.
 */
export const takeover = 60;

const aws = (annotation: string) => `service.beta.kubernetes.io/aws-load-balancer-${annotation}`;

interface BalancerArgs {
    /** Names that lead to it, for who writes them. */
    names: readonly string[];
    /** Port and path by which a proxy says that it takes requests. */
    health: number;
    path: string;
}

/**
 * A private load balancer that leads to the pods themselves. Who asked comes by the PROXY protocol: were addresses kept,
 * policies would have to let the whole world in, and no pod could call the gateway beside which it runs. It asks each
 * pod whether it takes requests, which one that leaves denies at once.
 */
export const balancer = ({ names, health, path }: BalancerArgs) => ({
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
        [aws("healthcheck-port")]: String(health),
        [aws("healthcheck-path")]: path,
        [aws("healthcheck-interval")]: "10",
        [aws("healthcheck-healthy-threshold")]: "2",
        [aws("healthcheck-unhealthy-threshold")]: "2",
        ...(names.length > 0 && { "external-dns.alpha.kubernetes.io/hostname": names.join(",") }),
    },
});
