import type { Part } from "../../../part.ts";
import { gatewayApi } from "../gateway-api.ts";
import { gateway, gatewayName, namesOf, openedHosts, redirect, webAppRoutes } from "../listeners.ts";
import { accessLog } from "./access-log.ts";
import { loadBalancer, sticky, targets } from "./load-balancer.ts";

const name = "alb-gateway";
const className = "alb";

const externalDns = "external-dns.alpha.kubernetes.io";

/**
 * The Gateway as an Application Load Balancer, which the AWS Load Balancer Controller makes and AWS runs: no pod of the
 * cluster stands between it and the pods of a route. It ends TLS with certificates of ACM, found by the hosts of the
 * listeners.
 */
export const albGateway: Part = {
    name,
    namespace: { name, podSecurity: "restricted" },
    withoutChart: true,
    onlyOnEks: "AWS runs it",
    offers: () => ({ gateway: { from: "nodes" } }),
    addon: (settings, { eks, offers, webApps }) => {
        const hosts = openedHosts(settings.gateway, webApps);
        const names = namesOf(hosts, offers, settings);
        return {
            crds: gatewayApi,
            // Nothing of it runs in the cluster.
            traffic: { from: [], to: [] },
            needs: [
                "aws-load-balancer-controller",
                ...(names.length > 0 ? (offers.dns?.needs ?? []) : []),
                ...webApps.map(({ part }) => part),
            ],
            answers: ["API Gateway"],
            after: [
                {
                    apiVersion: "gateway.networking.k8s.io/v1",
                    kind: "GatewayClass",
                    metadata: { name: className },
                    spec: { controllerName: "gateway.k8s.aws/alb" },
                },
                targets(name),
                loadBalancer(name, settings.gateway, accessLog(settings, eks)),
                gateway(
                    {
                        namespace: name,
                        className,
                        parameters: { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: gatewayName },
                        without: ["listeners of teams", "TLS that passes", "Secrets"],
                    },
                    settings.gateway,
                    hosts,
                ),
                redirect(name, names.length > 0 ? written(names) : undefined),
                ...webAppRoutes(name, webApps, sticky),
            ],
        };
    },
};

/** The names of the platform are those of the route that is always there: external-dns reads no Gateway by itself. */
const written = (names: readonly string[]) => ({
    [`${externalDns}/hostname`]: names.join(","),
    [`${externalDns}/gateway-hostname-source`]: "annotation-only",
});
