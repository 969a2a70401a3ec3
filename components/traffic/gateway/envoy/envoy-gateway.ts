import type { Part } from "../../../part.ts";
import type { MeshCaller } from "../../../platform/addon.ts";
import { charts } from "../../../platform/charts.ts";
import { callerMarks } from "../../../platform/mesh.ts";
import { type Pods, podMonitor } from "../../../platform/pods.ts";
import { edgeOf } from "../../edge/edge.ts";
import { ingressSlo } from "../ingress-slo.ts";
import { certificates, gateway, gatewayName, opened, redirect, toRoutes, webAppRoutes } from "../listeners.ts";
import { drainOf } from "../network-load-balancer.ts";
import { comesAfter, proxyEngine } from "../proxy-engine.ts";
import { envoyGatewayAlerts } from "./envoy-gateway-alerts.ts";
import { accepted } from "./envoy-gateway-findings.ts";
import { envoyGatewayValues } from "./envoy-gateway-values.ts";
import { envoyProxy, healthPath, proxyLabels, proxyPorts } from "./envoy-proxy.ts";
import { requests } from "./requests-dashboard.ts";
import { requestsOfPeople } from "./requests-of-people.ts";
import { clientTraffic, routeTraffic } from "./traffic-policies.ts";

const name = "envoy-gateway";
const className = "envoy";

/** Of the controller, for the proxies: their configuration, as xDS. */
const configurationPort = 18_000;
const metricsPort = 19_001;

const controller: Pods = { name: "controller", namespace: name, labels: { "control-plane": name } };
const proxies: Pods = { name: "proxies", namespace: name, labels: proxyLabels };

const caller: MeshCaller = {
    name: proxies.name,
    pods: proxyLabels,
    ports: [...proxyPorts.requests, proxyPorts.health, metricsPort],
};

/** What the edge leads to: the Service of the proxies. */
const behind = {
    namespace: name,
    service: gatewayName,
    pods: { tls: 10_443, health: proxyPorts.health },
    path: healthPath,
};

/**
 * Envoy Gateway: a controller that keeps Envoy proxies, beside it in its namespace, so that it may write nowhere else.
 * Its CRDs are in its chart, which makes them once and never again: the chart that has them as templates is larger than
 * the Secret in which Helm keeps a release.
 */
export const envoyGateway: Part = {
    ...proxyEngine(name),
    offers: () => ({ gateway: { from: { namespace: name }, kindsOf: name } }),
    accepted,
    addon: (all, platform) => {
        const { gateway: settings } = all;
        const { profile, eks, offers, webApps } = platform;
        const { hosts, names } = opened(all, platform);
        const drain = drainOf(settings);
        const edge = edgeOf(all, platform, { ...behind, drain });
        return {
            chart: charts.gatewayHelm,
            traffic: {
                from: [
                    { peer: "nodes", ports: [...proxyPorts.requests, proxyPorts.health] },
                    { peer: "sameNamespace", ports: [configurationPort] },
                    { peer: "metrics", ports: [metricsPort] },
                ],
                to: [
                    { peer: "kubeApi" },
                    { peer: "sameNamespace", ports: [configurationPort] },
                    ...toRoutes(settings, webApps),
                ],
            },
            needs: comesAfter(platform, { signed: hosts.length > 0, named: names.length + edge.objects.length > 0 }),
            answers: ["API Gateway"],
            mesh: caller,
            values: envoyGatewayValues(profile),
            after: [
                {
                    apiVersion: "gateway.networking.k8s.io/v1",
                    kind: "GatewayClass",
                    metadata: { name: className },
                    spec: { controllerName: "gateway.envoyproxy.io/gatewayclass-controller" },
                },
                envoyProxy(name, {
                    ...{ profile, balanced: eks !== undefined, names },
                    marks: callerMarks(offers.mesh, caller),
                    drain,
                }),
                gateway(
                    {
                        namespace: name,
                        className,
                        parameters: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name: "gateway" },
                    },
                    settings,
                    hosts,
                ),
                ...certificates(name, hosts, offers),
                redirect(name),
                ...edge.objects,
                ...webAppRoutes(name, webApps),
                clientTraffic(name, settings, { proxied: eks !== undefined }),
                routeTraffic(name, settings),
                podMonitor(controller, { port: "metrics", path: "/metrics" }),
                podMonitor(proxies, { port: "metrics", path: "/stats/prometheus" }),
            ],
            rules: [envoyGatewayAlerts(name), ingressSlo(requestsOfPeople)],
            dashboards: [requests],
            outputs: edge.outputs,
        };
    },
};
