import { offered } from "../../../offers.ts";
import type { Part } from "../../../part.ts";
import type { MeshCaller } from "../../../platform/addon.ts";
import { charts } from "../../../platform/charts.ts";
import { unprobed } from "../../../platform/exemption.ts";
import { callerMarks } from "../../../platform/mesh.ts";
import { budgetOf, type Pods, podMonitor } from "../../../platform/pods.ts";
import { gatewayApi } from "../gateway-api.ts";
import { gatewayControllerDown, gatewayDown } from "../gateway-down.ts";
import { certificates, gateway, opened, redirect, toRoutes, webAppRoutes } from "../listeners.ts";
import { comesAfter, proxyEngine } from "../proxy-engine.ts";
import { agentCertificates, agentPort } from "./agent-certificates.ts";
import { limits, sticky } from "./limits.ts";
import { accepted } from "./nginx-gateway-findings.ts";
import { controllerLabels, nginxGatewayValues, proxyLabels, proxyPorts } from "./nginx-gateway-values.ts";
import { requests } from "./requests-dashboard.ts";

const name = "nginx-gateway";
const className = "nginx";

/**
 * NGINX Gateway Fabric: a controller that makes NGINX proxies of the Gateway in its namespace, beside itself, and tells
 * each by its agent what to do. Its CRDs are in its chart, which makes them once and never again.
 */
export const nginxGateway: Part = {
    ...proxyEngine(name),
    requires: { certificates: "controller and proxies know each other by certificates, and nobody signs" },
    exemptions: [unprobed(name, "the chart offers its controller no probe of liveness", "2027-11-30")],
    accepted,
    addon: (all, platform) => {
        const { gateway: settings } = all;
        const { profile, eks, offers, webApps } = platform;
        const { hosts, names } = opened(all, platform);
        const balanced = eks !== undefined;
        const { labels, annotations } = callerMarks(offers.mesh, caller);
        return {
            chart: charts.nginxGatewayFabric,
            crds: { ...gatewayApi, areOthers: true },
            traffic: {
                from: [
                    { peer: "nodes", ports: [...proxyPorts.requests, proxyPorts.health] },
                    { peer: "sameNamespace", ports: [agentPort] },
                    { peer: "metrics", ports: [proxyPorts.metrics] },
                ],
                to: [
                    { peer: "kubeApi" },
                    { peer: "sameNamespace", ports: [agentPort] },
                    ...toRoutes(settings, webApps),
                ],
            },
            needs: comesAfter(platform, { signed: true, named: names.length > 0 }),
            answers: ["API Gateway"],
            mesh: caller,
            values: nginxGatewayValues(profile, { balanced, names }),
            before: agentCertificates(name, offered(offers, "certificates").internalIssuer),
            after: [
                gateway(
                    {
                        namespace: name,
                        className,
                        labels,
                        podAnnotations: annotations,
                        tlsOptions: { "nginx.org/ssl-protocols": protocols[settings.tlsMinVersion] },
                        without: ["TLS that passes"],
                    },
                    settings,
                    hosts,
                ),
                ...certificates(name, hosts, offers),
                redirect(name),
                ...webAppRoutes(name, webApps, sticky),
                ...limits(name, settings),
                ...[controller, proxies].flatMap((pods) => [budgetOf(pods), podMonitor(pods, { port: "metrics" })]),
            ],
            rules: [{ name, rules: [gatewayDown(name), gatewayControllerDown(name)] }],
            dashboards: [requests(offers.logs?.dataSource?.type === "loki")],
        };
    },
};

/** As NGINX names versions of TLS, from the oldest one on. */
const protocols = { "1.2": "TLSv1.2 TLSv1.3", "1.3": "TLSv1.3" };

const controller: Pods = { name: "controller", namespace: name, labels: controllerLabels };
const proxies: Pods = { name: "proxies", namespace: name, labels: proxyLabels };
const caller: MeshCaller = {
    name: proxies.name,
    pods: proxyLabels,
    ports: [...proxyPorts.requests, proxyPorts.health, proxyPorts.metrics],
};
