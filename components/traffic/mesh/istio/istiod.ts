import { offered } from "../../../offers.ts";
import type { Part } from "../../../part.ts";
import type { Values } from "../../../platform/addon.ts";
import { charts } from "../../../platform/charts.ts";
import { ownKinds, unprobed } from "../../../platform/exemption.ts";
import { mergedValues } from "../../../platform/merged-values.ts";
import { podMonitor } from "../../../platform/pods.ts";
import { GatewayEngine } from "../../gateway/args.ts";
import { gatewayValues } from "../../gateway/istio/istiod-values.ts";
import { admit, closed, leaveOpen } from "./authorization.ts";
import { egressValues } from "./egress/istiod-values.ts";
import { hbonePort, namespaces, xdsPort } from "./istio.ts";
import { istiodAlerts } from "./istiod-alerts.ts";
import { accepted, clusterRoles } from "./istiod-findings.ts";
import { istiodValues, keepsProxies } from "./istiod-values.ts";
import { meshCa } from "./mesh-ca.ts";

const name = "istiod";
const namespace = namespaces.istiod;
const review = "2027-10-31";

const ambientPods = { labels: { "istio.io/dataplane-mode": "ambient" } };

/** Ports of its webhook and its metrics. */
const ports = { webhook: 15_017, metrics: 15_014 };

/**
 * Istio in ambient mode: istiod gives ztunnel, the proxy of each node, certificates for the pods of the mesh, and tells
 * it who may call whom. It judges connections, by service account and port; there are no sidecars, and no waypoint but the
 * one by which pods leave the cluster.
 */
export const istiod: Part = {
    name,
    namespace: { name: namespace, podSecurity: "restricted" },
    requires: { certificates: "somebody must sign for its CA, and nobody does" },
    exemptions: [
        unprobed(namespace, "Istio's chart offers no probe of liveness", review),
        ...clusterRoles.map((role) => ownKinds(role, "it reads every kind of Istio's own API groups", review)),
    ],
    accepted,
    offers: () => ({
        mesh: {
            caNamespace: namespace,
            root: { commonName: `root.${namespace}.cluster.local` },
            needs: ["ztunnel"],
            members: ambientPods,
            callers: { pods: () => ambientPods, namespace: {} },
            port: hbonePort,
            // The node's side gives probes this address, by which the mesh lets them pass.
            probes: "169.254.7.127/32",
            admit,
            leaveOpen,
        },
    }),
    addon: ({ gateway, mesh }, { profile, offers }) => ({
        chart: charts.istiod,
        // Its chart marks the CRDs as to be kept; the account for other clusters is not made.
        crds: { chart: charts.istioBase, values: { global: { enableReaderRBAC: false } } },
        traffic: {
            from: [
                { peer: "apiServer", ports: [ports.webhook] },
                { peer: "clients", ports: [xdsPort] },
                { peer: "metrics", ports: [ports.metrics] },
            ],
            to: [{ peer: "kubeApi" }],
        },
        needs: offered(offers, "certificates").needs,
        answers: ["Service Mesh"],
        values: [
            ...(gateway.engine === GatewayEngine.istio ? [keepsProxies, gatewayValues] : []),
            ...(mesh.egress.length > 0 ? [keepsProxies, egressValues] : []),
        ].reduce<Values>(mergedValues, istiodValues(profile)),
        before: [meshCa(namespace, profile, offered(offers, "certificates").meshIssuer)],
        after: [
            ...closed(namespace, offers.gateway?.from),
            podMonitor({ name, namespace, labels: { app: "istiod" } }, { portNumber: ports.metrics }),
        ],
        rules: [istiodAlerts],
    }),
};
