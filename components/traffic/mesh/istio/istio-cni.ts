import type { Part } from "../../../part.ts";
import { charts } from "../../../platform/charts.ts";
import { unprobed } from "../../../platform/exemption.ts";
import { podMonitor } from "../../../platform/pods.ts";
import { noneUp, type RuleGroup } from "../../../platform/rules.ts";
import { everyNode, resources, restrictedPod } from "../../../platform/workload.ts";
import { profile as ambient, entersPods, hub, namespaces, seLinuxOptions } from "./istio.ts";

const name = "istio-cni";
const namespace = namespaces.cni;
const daemonSet = `DaemonSet ${namespace}/istio-cni-node`;
const review = "2027-10-31";
const metricsPort = 15_014;

const alerts: RuleGroup = {
    name,
    rules: [
        {
            alert: "IstioCniDown",
            expr: noneUp(namespace, `${namespace}/${name}`),
            for: "10m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: no pod of the mesh starts.",
        },
    ],
};

/**
 * Brings pods into the mesh, on every node: it leads what they send and get through ztunnel, and hands their network over
 * to it. Those that run already are brought in without a restart.
 */
export const istioCni: Part = {
    name,
    namespace: {
        name: namespace,
        podSecurity: "privileged",
        onEveryNode: true,
        reason: "Puts a plugin beside that of the VPC on the node, and enters the network of each pod of the mesh.",
        review,
    },
    exemptions: [unprobed(namespace, "Istio's chart offers no probe of liveness", review)],
    accepted: [
        ...entersPods({
            objects: [daemonSet],
            reason: "it writes rules into the networks of pods as root, with five capabilities and no more",
            review,
        }),
        {
            check: "pod-other-pss",
            objects: [daemonSet],
            reason: "SELinux and AppArmor would keep it from the networks of pods and from the folders of plugins",
            review,
        },
        {
            check: "probe-liveness",
            objects: [daemonSet],
            reason: "the chart offers no such probe; readiness holds up an update of it",
            review,
        },
        {
            check: "pod-volume-types",
            objects: [daemonSet],
            reason: "the plugin, its configuration and the networks of pods are on the node",
            review,
        },
    ],
    addon: () => ({
        chart: charts.istioCni,
        traffic: { from: [{ peer: "metrics", ports: [metricsPort] }], to: [{ peer: "kubeApi" }] },
        needs: ["istiod"],
        values: {
            profile: ambient,
            global: { hub },
            tolerations: everyNode.tolerations,
            resources: resources(50, 128),
            seLinuxOptions,
            seccompProfile: restrictedPod.seccompProfile,
            useAppArmorAnnotation: false,
            // For sidecars.
            repair: { enabled: false },
        },
        after: [podMonitor({ name, namespace, labels: { "k8s-app": "istio-cni-node" } }, { portNumber: metricsPort })],
        rules: [alerts],
    }),
};
