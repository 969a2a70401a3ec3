import type { Part } from "../../../part.ts";
import { balancerFirewall } from "../../edge/edge.ts";
import { gatewayApi } from "../gateway-api.ts";
import { gateway, gatewayName, type OpenedHost, opened, redirect, webAppRoutes } from "../listeners.ts";
import { comesAfter } from "../proxy-engine.ts";
import { accessLog } from "./access-log.ts";
import { loadBalancer, sticky, targets } from "./load-balancer.ts";

const name = "alb-gateway";
const className = "alb";

/** The Gateway that everybody reaches, beside the private one. */
const edgeName = "edge";

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
    addon: (settings, platform) => {
        const { edge } = settings;
        const { eks, offers, webApps } = platform;
        const { hosts, names } = opened(settings, platform);
        const isOfEdge = ({ host }: OpenedHost) => edge?.hosts.includes(host) === true;
        const placed = Object.groupBy(hosts, (each) => (isOfEdge(each) ? "edge" : "inside"));
        const bucket = accessLog(settings, eks);
        const webAclArn = edge && balancerFirewall(settings, edge, eks);
        const place = {
            namespace: name,
            className,
            without: ["listeners of teams", "TLS that passes", "Secrets"] as const,
        };
        return {
            crds: gatewayApi,
            // Nothing of it runs in the cluster.
            traffic: { from: [], to: [] },
            needs: comesAfter(platform, { signed: false, named: names.length > 0 || edge !== undefined }),
            answers: ["API Gateway"],
            after: [
                {
                    apiVersion: "gateway.networking.k8s.io/v1",
                    kind: "GatewayClass",
                    metadata: { name: className },
                    spec: { controllerName: "gateway.k8s.aws/alb" },
                },
                targets(name),
                ...(placed.inside
                    ? [
                          loadBalancer(name, settings.gateway, bucket),
                          gateway({ ...place, parameters: configuredBy(gatewayName) }, settings.gateway, placed.inside),
                          redirect(name, names.length > 0 ? written(names) : undefined),
                      ]
                    : []),
                ...(edge && webAclArn
                    ? [
                          loadBalancer(name, settings.gateway, bucket, { name: edgeName, webAclArn }),
                          gateway(
                              { ...place, name: edgeName, parameters: configuredBy(edgeName) },
                              settings.gateway,
                              placed.edge ?? [],
                          ),
                          redirect(name, { ...written(edge.hosts), ...offers.dns?.publicAnnotation }, edgeName),
                      ]
                    : []),
                ...webAppRoutes(name, webApps, sticky),
            ],
        };
    },
};

const configuredBy = (configuration: string) => ({
    group: "gateway.k8s.aws",
    kind: "LoadBalancerConfiguration",
    name: configuration,
});

/** The names of the platform are those of the route that is always there: external-dns reads no Gateway by itself. */
const written = (names: readonly string[]) => ({
    [`${externalDns}/hostname`]: names.join(","),
    [`${externalDns}/gateway-hostname-source`]: "annotation-only",
});
