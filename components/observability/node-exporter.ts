import type { Part } from "../part.ts";
import { charts } from "../platform/charts.ts";
import { everyNode, resources, restrictedPod, unprivileged } from "../platform/workload.ts";

const daemonSet = "DaemonSet node-exporter/node-exporter";

/**
 * Metrics of every machine. In a namespace of its own, because it reads the host: the rest of the monitoring does not
 * have to share its privileges.
 */
export const nodeExporter: Part = {
    name: "node-exporter",
    namespace: {
        name: "node-exporter",
        podSecurity: "privileged",
        onEveryNode: true,
        reason: "Reads /proc, /sys and the file systems of the host, and listens on the host's network.",
        review: "2027-04-30",
    },
    accepted: [
        {
            check: "pod-no-host-namespaces",
            objects: [daemonSet],
            reason: "it measures the processes and the network of the node",
            review: "2027-04-30",
        },
        {
            check: "pod-volume-types",
            objects: [daemonSet],
            reason: "it measures the file systems of the node, read-only",
            review: "2027-04-30",
        },
    ],
    addon: () => ({
        chart: charts.prometheusNodeExporter,
        // On the host's network no policy applies: Prometheus reaches port 9100 of the nodes.
        traffic: { from: [], to: [] },
        values: {
            fullnameOverride: "node-exporter",
            ...everyNode,
            resources: resources(50, 64),
            podLabels: { jobLabel: "node-exporter" },
            service: { labels: { jobLabel: "node-exporter" } },
            containerSecurityContext: { ...unprivileged, readOnlyRootFilesystem: true },
            securityContext: { ...restrictedPod, runAsUser: 65534, runAsGroup: 65534, fsGroup: 65534 },
            // What the rules and dashboards of kube-prometheus-stack expect: the job's name, and no pseudo file
            // systems.
            extraArgs: [
                "--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/containerd/.+|var/lib/docker/.+|var/lib/kubelet/.+)($|/)",
                "--collector.filesystem.fs-types-exclude=^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tracefs|erofs)$",
            ],
            prometheus: { monitor: { enabled: true, jobLabel: "jobLabel" } },
        },
    }),
};
