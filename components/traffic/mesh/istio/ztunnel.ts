import type { Part } from "../../../part.ts";
import { charts } from "../../../platform/charts.ts";
import { unprobed } from "../../../platform/exemption.ts";
import { podMonitor } from "../../../platform/pods.ts";
import type { RuleGroup } from "../../../platform/rules.ts";
import { everyNode, resources } from "../../../platform/workload.ts";
import { profile as ambient, entersPods, hub, namespaces, seLinuxOptions, xdsPort } from "./istio.ts";

const name = "ztunnel";
const namespace = namespaces.ztunnel;
const daemonSet = `DaemonSet ${namespace}/${name}`;
const review = "2027-10-31";
const metricsPort = 15_020;

const up = `up{namespace="${namespace}",job="${namespace}/${name}"}`;

const alerts: RuleGroup = {
    name,
    rules: [
        {
            alert: "ZtunnelDown",
            expr: `min by (namespace, job, pod) (${up}) == 0 or absent(${up})`,
            for: "5m",
            severity: "critical",
            summary:
                "{{ or $labels.pod $labels.job }} does not answer: pods of the mesh on its node reach nobody, and nobody them.",
        },
    ],
};

/**
 * The proxy of the mesh, one a node: it ends and begins mutual TLS for the pods of its node, in their own networks, each
 * with the certificate of its service account.
 */
export const ztunnel: Part = {
    name,
    namespace: {
        name: namespace,
        podSecurity: "privileged",
        onEveryNode: true,
        reason: "Listens and connects in the networks of the pods of its node, which it gets over a socket of the node.",
        review,
    },
    exemptions: [unprobed(namespace, "Istio's chart offers no probe of liveness", review)],
    accepted: [
        ...entersPods({
            objects: [daemonSet],
            reason: "it opens sockets in the networks of pods as root, with three capabilities and no more",
            review,
        }),
        {
            check: "pod-seccomp",
            objects: [daemonSet],
            reason: "the chart offers no profile",
            review,
        },
        {
            check: "pod-other-pss",
            objects: [daemonSet],
            reason: "SELinux of Bottlerocket would keep it from the networks of pods",
            review,
        },
        {
            check: "probe-liveness",
            objects: [daemonSet],
            reason: "the chart offers no such probe; an alert tells of one that hangs",
            review,
        },
        {
            check: "pod-volume-types",
            objects: [daemonSet],
            reason: "istio-cni hands it the networks of pods over a socket of the node",
            review,
        },
    ],
    addon: () => ({
        chart: charts.ztunnel,
        traffic: {
            from: [{ peer: "metrics", ports: [metricsPort] }],
            to: [{ peer: { namespace: namespaces.istiod }, ports: [xdsPort] }],
        },
        needs: ["istio-cni"],
        values: {
            profile: ambient,
            hub,
            tolerations: everyNode.tolerations,
            resources: resources(100, 256),
            seLinuxOptions,
            // Connections end when it does: the old one of two goes on for as long.
            terminationGracePeriodSeconds: 300,
        },
        after: [podMonitor({ name, namespace, labels: { app: "ztunnel" } }, { portNumber: metricsPort })],
        rules: [alerts],
    }),
};
