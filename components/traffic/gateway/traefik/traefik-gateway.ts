import type { Part } from "../../../part.ts";
import type { MeshCaller } from "../../../platform/addon.ts";
import { charts } from "../../../platform/charts.ts";
import type { TraefikService } from "../../../platform/kubernetes-object.ts";
import { callerMarks } from "../../../platform/mesh.ts";
import { budgetOf, type Pods, podMonitor } from "../../../platform/pods.ts";
import type { NamedWebApp } from "../../../platform/web-app.ts";
import { gatewayApi } from "../gateway-api.ts";
import { gatewayDown } from "../gateway-down.ts";
import { ingressSlo } from "../ingress-slo.ts";
import { certificates, gateway, opened, redirect, toRoutes, webAppRoutes } from "../listeners.ts";
import { comesAfter, proxyEngine } from "../proxy-engine.ts";
import { requests } from "./requests-dashboard.ts";
import { accepted } from "./traefik-gateway-findings.ts";
import { entryPoint, proxyLabels, proxyPorts, traefikValues } from "./traefik-gateway-values.ts";

const name = "traefik-gateway";
const proxies: Pods = { name: "proxies", namespace: name, labels: proxyLabels };
const caller: MeshCaller = {
    name: proxies.name,
    pods: proxyLabels,
    ports: [...proxyPorts.requests, proxyPorts.health, proxyPorts.metrics],
};

/**
 * Traefik: proxies that read the Gateway and its routes themselves, without a controller. Of Traefik's own kinds they read
 * what the platform has for what people open, in the namespaces of that: who may make an IngressRoute takes any host.
 */
export const traefikGateway: Part = {
    ...proxyEngine(name),
    accepted,
    addon: (all, platform) => {
        const { gateway: settings } = all;
        const { profile, eks, offers, webApps } = platform;
        const { hosts, names } = opened(all, platform);
        const balanced = eks !== undefined;
        return {
            chart: charts.traefik,
            crds: { ...gatewayApi, areOthers: true },
            traffic: {
                from: [
                    { peer: "nodes", ports: [...proxyPorts.requests, proxyPorts.health] },
                    { peer: "metrics", ports: [proxyPorts.metrics] },
                ],
                to: [{ peer: "kubeApi" }, ...toRoutes(settings, webApps)],
            },
            needs: comesAfter(platform, { signed: hosts.length > 0, named: names.length > 0 }),
            answers: ["API Gateway"],
            mesh: caller,
            values: traefikValues(profile, {
                ...{ namespace: name, balanced, names, settings, marks: callerMarks(offers.mesh, caller) },
                sticky: webApps.flatMap((app) => (app.sticky ? [app.namespace] : [])),
            }),
            after: [
                gateway({ namespace: name, className: "traefik", without: ["listeners of teams"] }, settings, hosts),
                ...certificates(name, hosts, offers),
                redirect(name),
                ...webAppRoutes(name, webApps, sticky, through),
                budgetOf(proxies),
                podMonitor(proxies, { port: "metrics" }),
            ],
            rules: [{ name, rules: [gatewayDown(name)] }, ingressSlo(requestsOfPeople)],
            dashboards: [requests],
        };
    },
};

const requestsOfPeople = {
    metric: "traefik_entrypoint_requests_total",
    selector: `entrypoint="${entryPoint}"`,
    errors: 'code=~"5.."',
};

/** A browser stays with the pod that it signed in to, by a cookie. */
const sticky = ({ name: app, namespace, service }: NamedWebApp): TraefikService => ({
    apiVersion: "traefik.io/v1alpha1",
    kind: "TraefikService",
    metadata: { name: app, namespace },
    spec: {
        weighted: {
            services: [{ ...service, sticky: { cookie: { name: `${app}-pod`, httpOnly: true, secure: true } } }],
        },
    },
});

const through = ({ name: app }: NamedWebApp) => ({ group: "traefik.io", kind: "TraefikService", name: app });
