import { offered } from "../../../offers.ts";
import type { Part } from "../../../part.ts";
import { charts } from "../../../platform/charts.ts";
import { budgetOf, type Pods, podMonitor } from "../../../platform/pods.ts";
import { admit, leaveOpen } from "./authorization.ts";
import { identityIssuer, root, webhookCertificates } from "./certificates.ts";
import { controlPlaneAlerts } from "./control-plane-alerts.ts";
import { accepted } from "./control-plane-findings.ts";
import { controlPlaneValues } from "./control-plane-values.ts";
import { callers, control, fromProxies, members, namespaces, proxyPorts } from "./linkerd.ts";

const name = "linkerd";
const namespace = namespaces.controlPlane;

/** Webhooks that change pods and judge profiles, and the one that judges policies. */
const webhookPorts = [8443, 9443];

const component = (of: string): Pods => ({
    name: of,
    namespace,
    labels: { "linkerd.io/control-plane-component": of },
});

/** Deployments, and the port of the metrics of each. */
const components = { identity: 9990, destination: 9996, "proxy-injector": 9995 };
const policyMetricsPort = 9990;

/**
 * Linkerd: a proxy in each pod, which speaks mutual TLS with the others. The control plane gives proxies certificates,
 * puts them into new pods, and tells them who is where, and who may call whom.
 */
export const linkerd: Part = {
    name,
    namespace: { name: namespace, podSecurity: "restricted" },
    requires: { certificates: "somebody must sign for its CA, and nobody does" },
    accepted,
    offers: () => ({
        mesh: {
            caNamespace: namespace,
            root,
            needs: [name],
            members,
            callers,
            port: proxyPorts.inbound,
            sidecars: { control, metricsPort: proxyPorts.metrics },
            admit,
            leaveOpen,
        },
    }),
    addon: (_, { profile, offers }) => {
        const { needs, internalIssuer, meshIssuer } = offered(offers, "certificates");
        return {
            chart: charts.linkerdControlPlane,
            // The chart has no value by which they would outlive it: with the mesh its policies go.
            crds: { chart: charts.linkerdCrds, values: {} },
            traffic: {
                from: [
                    { peer: "apiServer", ports: webhookPorts },
                    ...fromProxies,
                    { peer: "metrics", ports: [...new Set(Object.values(components)), proxyPorts.metrics] },
                ],
                to: [{ peer: "kubeApi" }, { peer: "sameNamespace", ports: control.ports }],
            },
            needs: [...needs, "linkerd-cni"],
            answers: ["Service Mesh"],
            values: controlPlaneValues(profile),
            before: [identityIssuer(meshIssuer), ...webhookCertificates(internalIssuer)],
            after: [
                ...Object.entries(components).flatMap(([of, portNumber]) => [
                    budgetOf(component(of)),
                    podMonitor(component(of), { portNumber }),
                ]),
                podMonitor({ ...component("destination"), name: "policy" }, { portNumber: policyMetricsPort }),
                podMonitor(
                    { name: "proxies", namespace, labels: { "linkerd.io/control-plane-ns": namespace } },
                    { portNumber: proxyPorts.metrics },
                ),
            ],
            rules: [controlPlaneAlerts],
        };
    },
};
