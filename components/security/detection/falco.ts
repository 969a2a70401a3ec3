import type { Part } from "../../part.ts";
import type { Values } from "../../platform/addon.ts";
import { charts } from "../../platform/charts.ts";
import { everyNode, resources } from "../../platform/workload.ts";
import type { Settings } from "../../settings.ts";
import { falcoAlerts } from "./falco-alerts.ts";
import { FalcoProfile } from "./falco-args.ts";

const namespace = "falco";
const daemonSet = `DaemonSet ${namespace}/falco`;
const review = "2027-06-30";
const off = { enabled: false };

/** What the policy pack holds against a privileged container. */
const privileged = [
    "pod-caps-dropped",
    "pod-no-privilege-escalation",
    "pod-not-privileged",
    "pod-run-as-non-root",
    "pod-seccomp",
];

/** What the two profiles differ in. */
const profiles: Record<FalcoProfile, { falco: Values; resources: object }> = {
    full: { falco: {}, resources: resources(100, 512, 1) },
    light: {
        falco: { priority: "warning", base_syscalls: { repair: true } },
        resources: resources(50, 256, 1),
    },
};

const profileOf = ({ falco }: Settings["detection"]) => profiles[falco?.profile ?? FalcoProfile.full];

/**
 * Falco watches what runs on every node, beside GuardDuty or in place of it. Its rules and its plugin are those in its
 * image: nothing is fetched when it starts, and no rule changes without a new version. What matches is a line in the logs,
 * and a count that alerts are on.
 */
export const falco: Part = {
    name: "falco",
    namespace: {
        name: namespace,
        podSecurity: "privileged",
        onEveryNode: true,
        reason: "Hooks into the kernel of the node by eBPF, and asks containerd what runs.",
        review,
    },
    accepted: [
        ...privileged.map((check) => ({
            check,
            objects: [daemonSet],
            reason: "SELinux of Bottlerocket lets a privileged container of root alone hook into the kernel and ask containerd",
            review,
        })),
        {
            check: "pod-volume-types",
            objects: [daemonSet],
            reason: "it reads processes and users of the node, and asks containerd which container is whose",
            review,
        },
    ],
    addon: ({ detection }) => ({
        chart: charts.falco,
        traffic: { from: [{ peer: "metrics", ports: [8765] }], to: [] },
        rules: [falcoAlerts],
        values: {
            tolerations: everyNode.tolerations,
            podPriorityClassName: everyNode.priorityClassName,
            resources: profileOf(detection).resources,
            controller: { daemonset: { updateStrategy: { rollingUpdate: { maxUnavailable: "10%" } } } },
            // Longer than readiness waits: a node that is busy is no reason to lose what Falco knows of its processes.
            healthChecks: { livenessProbe: { failureThreshold: 8 } },
            driver: { kind: "modern_ebpf" },
            falcoctl: { artifact: { install: off, follow: off } },
            collectors: {
                containerEngine: {
                    engines: {
                        ...{ docker: off, podman: off, containerd: off, lxc: off, libvirt_lxc: off, bpm: off },
                        cri: { sockets: ["/run/containerd/containerd.sock"] },
                    },
                },
            },
            metrics: { enabled: true },
            serviceMonitor: { create: true, interval: "30s" },
            falco: { json_output: true, ...profileOf(detection).falco },
        },
    }),
};
