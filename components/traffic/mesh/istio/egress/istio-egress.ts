import type { Part } from "../../../../part.ts";
import { unprobed } from "../../../../platform/exemption.ts";
import { noneUp, type RuleGroup } from "../../../../platform/rules.ts";
import { gatewayApi } from "../../../gateway/gateway-api.ts";
import { hbonePort, namespaces, xdsPort } from "../istio.ts";
import { proxyLabelsOf, proxyMetricsPort, proxyMonitor, proxyPods } from "../proxy-pods.ts";
import { closed, openedTo, waypointName } from "./hosts.ts";

const name = "istio-egress";
const namespace = namespaces.egress;
const parametersName = "waypoint-parameters";
const labels = proxyLabelsOf(waypointName);

/** Seconds that a waypoint which leaves goes on with the connections that it has. */
const drain = 60;

const alerts: RuleGroup = {
    name,
    rules: [
        {
            alert: "EgressWaypointDown",
            expr: noneUp(namespace, `${namespace}/${waypointName}`),
            for: "3m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: pods of the mesh reach no host outside of the cluster.",
        },
    ],
};

/**
 * The one way by which pods of the mesh leave the cluster: a waypoint, which istiod makes of a Gateway. Who comes is known by
 * mutual TLS, where to is read of the TLS that goes on as it came, and network policies close every other way.
 */
export const istioEgress: Part = {
    name,
    namespace: { name: namespace, podSecurity: "restricted" },
    withoutChart: true,
    requires: { mesh: "istiod, which makes its proxies, is the mesh's" },
    exemptions: [unprobed(namespace, "Istio's template offers no probe of liveness", "2027-11-30")],
    offers: () => ({ egress: { needs: [name], flow: { peer: { namespace }, ports: [hbonePort] } } }),
    addon: ({ mesh: { egress } }, { profile, offers }) => ({
        ...(offers.gateway?.kindsOf === undefined && { crds: gatewayApi }),
        traffic: {
            from: [
                ...[...new Set(egress.flatMap((host) => host.namespaces))].map((from) => ({
                    peer: { namespace: from },
                    ports: [hbonePort],
                })),
                { peer: "metrics", ports: [proxyMetricsPort] },
            ],
            to: [
                { peer: { namespace: namespaces.istiod }, ports: [xdsPort] },
                {
                    peer: { internet: "Hosts of mesh.egress." },
                    ports: [...new Set(egress.flatMap(({ ports }) => ports))],
                },
            ],
        },
        needs: ["istiod", ...(offers.gateway?.kindsOf ? [offers.gateway.kindsOf] : [])],
        before: [closed],
        after: [
            {
                apiVersion: "v1",
                kind: "ConfigMap",
                metadata: { name: parametersName, namespace },
                data: proxyPods({ profile, labels, drain }),
            },
            {
                apiVersion: "gateway.networking.k8s.io/v1",
                kind: "Gateway",
                metadata: { name: waypointName, namespace },
                spec: {
                    gatewayClassName: "istio-waypoint",
                    infrastructure: {
                        parametersRef: { group: "", kind: "ConfigMap", name: parametersName },
                        annotations: {
                            "proxy.istio.io/config": JSON.stringify({ terminationDrainDuration: `${drain}s` }),
                        },
                    },
                    listeners: [{ name: "mesh", port: hbonePort, protocol: "HBONE" }],
                },
            },
            ...egress.flatMap(openedTo),
            proxyMonitor({ name: waypointName, namespace, labels }),
        ],
        rules: [alerts],
    }),
};
