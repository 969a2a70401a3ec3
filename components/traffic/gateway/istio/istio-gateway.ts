import type { Part } from "../../../part.ts";
import { unprobed } from "../../../platform/exemption.ts";
import type { DestinationRule } from "../../../platform/kubernetes-object.ts";
import type { NamedWebApp } from "../../../platform/web-app.ts";
import { edgeOf } from "../../edge/edge.ts";
import { namespaces, xdsPort } from "../../mesh/istio/istio.ts";
import { proxyMonitor } from "../../mesh/istio/proxy-pods.ts";
import { gatewayApi } from "../gateway-api.ts";
import { gatewayDown } from "../gateway-down.ts";
import { ingressSlo } from "../ingress-slo.ts";
import { certificates, gateway, gatewayName, opened, redirect, toRoutes, webAppRoutes } from "../listeners.ts";
import { comesAfter, proxyEngine } from "../proxy-engine.ts";
import { drain, healthPath, parameters, parametersName, proxyConfig, proxyLabels, proxyPorts } from "./proxies.ts";

const name = "istio-gateway";
/** istiod makes it. */
const className = "istio";

/** What the edge leads to: the Service that istiod makes, which it calls by the Gateway and its class. */
const behind = {
    namespace: name,
    service: `${gatewayName}-${className}`,
    pods: { tls: 443, health: proxyPorts.health },
    path: healthPath,
    drain,
};

/**
 * The Gateway as proxies that istiod makes for it, in its namespace. They are of the mesh: what they say to pods of it is
 * mutual TLS, without a proxy of the node between.
 */
export const istioGateway: Part = {
    ...proxyEngine(name),
    withoutChart: true,
    requires: { mesh: "istiod, which makes its proxies, is the mesh's" },
    exemptions: [unprobed(name, "Istio's template offers no probe of liveness", "2027-10-31")],
    addon: (all, platform) => {
        const { gateway: settings } = all;
        const { profile, eks, offers, webApps } = platform;
        const { hosts, names } = opened(all, platform);
        const edge = edgeOf(all, platform, behind);
        const balanced = eks !== undefined;
        return {
            crds: gatewayApi,
            traffic: {
                from: [
                    { peer: "nodes", ports: [...proxyPorts.requests, proxyPorts.health] },
                    { peer: "metrics", ports: [proxyPorts.metrics] },
                ],
                to: [{ peer: { namespace: namespaces.istiod }, ports: [xdsPort] }, ...toRoutes(settings, webApps)],
            },
            needs: [
                "istiod",
                ...comesAfter(platform, { signed: hosts.length > 0, named: names.length + edge.objects.length > 0 }),
            ],
            answers: ["API Gateway"],
            mesh: { name: "proxies", pods: proxyLabels, gateway: gatewayName, ports: proxyPorts.requests },
            after: [
                parameters(name, { profile, balanced, names }),
                gateway(
                    {
                        namespace: name,
                        className,
                        parameters: { group: "", kind: "ConfigMap", name: parametersName },
                        annotations: balanced ? undefined : { "networking.istio.io/service-type": "ClusterIP" },
                        podAnnotations: { "proxy.istio.io/config": proxyConfig({ balanced }) },
                        without: ["listeners of teams"],
                    },
                    settings,
                    hosts,
                ),
                ...certificates(name, hosts, offers),
                redirect(name),
                ...edge.objects,
                ...webAppRoutes(name, webApps, sticky),
                proxyMonitor({ name: "proxies", namespace: name, labels: proxyLabels }),
            ],
            rules: [{ name, rules: [gatewayDown(name)] }, ingressSlo(requests)],
            outputs: edge.outputs,
        };
    },
};

/** As the proxies of the Gateway count them. */
const requests = {
    metric: "istio_requests_total",
    selector: `reporter="source",source_workload_namespace="${name}"`,
    errors: 'response_code=~"5.."',
};

/** A browser stays with the pod that it signed in to. */
const sticky = ({ name: app, namespace, service }: NamedWebApp): DestinationRule => ({
    apiVersion: "networking.istio.io/v1",
    kind: "DestinationRule",
    metadata: { name: app, namespace },
    spec: {
        host: `${service.name}.${namespace}.svc.cluster.local`,
        trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: `${app}-pod`, ttl: "0s" } } } },
    },
});
