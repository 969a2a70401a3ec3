import type { Part } from "../../../part.ts";
import { charts } from "../../../platform/charts.ts";
import { podMonitor } from "../../../platform/pods.ts";
import { noneUp, type RuleGroup } from "../../../platform/rules.ts";
import { everyNode } from "../../../platform/workload.ts";
import { amounts, namespaces } from "./linkerd.ts";

const name = "linkerd-cni";
const namespace = namespaces.cni;
const daemonSet = `DaemonSet ${namespace}/${name}`;
const review = "2027-11-30";
const metricsPort = 9990;

const alerts: RuleGroup = {
    name,
    rules: [
        {
            alert: "LinkerdCniDown",
            expr: noneUp(namespace, `${namespace}/${name}`),
            for: "10m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: on new nodes no pod of the mesh starts.",
        },
    ],
};

/**
 * Leads what pods of the mesh say and get through their proxies, as a plugin behind that of the VPC on every node: so no
 * container of a team needs NET_ADMIN. A pod that was made before the plugin was there is made again.
 */
export const linkerdCni: Part = {
    name,
    namespace: {
        name: namespace,
        podSecurity: "privileged",
        onEveryNode: true,
        reason: "Puts a plugin and its configuration beside that of the VPC on the node.",
        review,
    },
    accepted: [
        ...["pod-caps-dropped", "pod-no-privilege-escalation", "pod-run-as-non-root"].map((check) => ({
            check,
            objects: [daemonSet],
            reason: "it writes into folders of root on the node, and the chart offers it no security context",
            review,
        })),
        {
            check: "pod-volume-types",
            objects: [daemonSet],
            reason: "the plugin and its configuration are on the node",
            review,
        },
    ],
    addon: () => ({
        chart: charts.linkerdCni,
        traffic: { from: [{ peer: "metrics", ports: [metricsPort] }], to: [{ peer: "kubeApi" }] },
        values: {
            // Whatever the node has under that name: Bottlerocket had no iptables-nft for long.
            iptablesMode: "plain",
            tolerations: everyNode.tolerations,
            priorityClassName: everyNode.priorityClassName,
            resources: amounts(10, 64),
            repairController: { enabled: true, resources: amounts(10, 64) },
        },
        after: [podMonitor({ name, namespace, labels: { "k8s-app": name } }, { portNumber: metricsPort })],
        rules: [alerts],
    }),
};
