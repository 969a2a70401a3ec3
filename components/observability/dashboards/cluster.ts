import { BytesPerSecondIEC, PercentUnit, Short } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, stat, table } from "../../platform/panels.ts";

const share = (used: string, of: string) => `sum(${used}) / sum(${of})`;

/** Where somebody looks first. */
export const cluster = dashboard({
    name: "cluster",
    title: "Cluster",
    description: "Is the cluster well, and how full is it?",
    next: ["nodes", "workloads", "control-plane"],
    panels: [
        stat({
            title: "Nodes that are not ready",
            unit: Short,
            queries: { nodes: 'sum(kube_node_status_condition{condition="Ready",status!="true"}) or vector(0)' },
            thresholds: { critical: 1 },
        }),
        stat({
            title: "Pods that wait",
            unit: Short,
            queries: { pods: 'sum(kube_pod_status_phase{phase="Pending"}) or vector(0)' },
            thresholds: { warning: 1, critical: 20 },
        }),
        stat({
            title: "Targets down",
            unit: Short,
            description: "What Prometheus cannot read.",
            queries: { targets: "count(up == 0) or vector(0)" },
            thresholds: { warning: 1, critical: 5 },
        }),
        stat({
            title: "CPU asked for",
            unit: PercentUnit,
            queries: {
                asked: share(
                    'kube_pod_container_resource_requests{resource="cpu"}',
                    'kube_node_status_allocatable{resource="cpu"}',
                ),
            },
            thresholds: { warning: 0.85, critical: 0.95 },
        }),
        stat({
            title: "Memory asked for",
            unit: PercentUnit,
            queries: {
                asked: share(
                    'kube_pod_container_resource_requests{resource="memory"}',
                    'kube_node_status_allocatable{resource="memory"}',
                ),
            },
            thresholds: { warning: 0.85, critical: 0.95 },
        }),
        stat({
            title: "Fullest volume",
            unit: PercentUnit,
            queries: { used: "max(kubelet_volume_stats_used_bytes / kubelet_volume_stats_capacity_bytes)" },
            thresholds: { warning: 0.8, critical: 0.9 },
        }),
        graph({
            title: "Alerts that fire",
            unit: Short,
            queries: { "{{severity}}": 'count by (severity) (ALERTS{alertstate="firing",alertname!="Watchdog"})' },
        }),
        table({
            title: "What fires",
            unit: Short,
            queries: {
                alerts: 'count by (severity, alertname, namespace) (ALERTS{alertstate="firing",alertname!="Watchdog"})',
            },
        }),
        graph({
            title: "CPU: asked for and used, of what the nodes have",
            unit: PercentUnit,
            queries: {
                "asked for": share(
                    'kube_pod_container_resource_requests{resource="cpu"}',
                    'kube_node_status_allocatable{resource="cpu"}',
                ),
                used: `sum(rate(node_cpu_seconds_total{mode!~"idle|iowait|steal"}[$__rate_interval])) / sum(kube_node_status_capacity{resource="cpu"})`,
            },
        }),
        graph({
            title: "Memory: asked for and used, of what the nodes have",
            unit: PercentUnit,
            queries: {
                "asked for": share(
                    'kube_pod_container_resource_requests{resource="memory"}',
                    'kube_node_status_allocatable{resource="memory"}',
                ),
                used: "1 - sum(node_memory_MemAvailable_bytes) / sum(node_memory_MemTotal_bytes)",
            },
        }),
        graph({
            title: "Nodes by zone",
            unit: Short,
            queries: {
                "{{label_topology_kubernetes_io_zone}}":
                    "count by (label_topology_kubernetes_io_zone) (kube_node_labels)",
            },
        }),
        graph({
            title: "Network of the nodes",
            unit: BytesPerSecondIEC,
            queries: {
                received: 'sum(rate(node_network_receive_bytes_total{device!~"lo|veth.*|eni.*"}[$__rate_interval]))',
                sent: 'sum(rate(node_network_transmit_bytes_total{device!~"lo|veth.*|eni.*"}[$__rate_interval]))',
            },
        }),
        table({
            title: "Volumes, fullest first",
            unit: PercentUnit,
            queries: {
                used: "topk(10, max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes / kubelet_volume_stats_capacity_bytes))",
            },
            thresholds: { warning: 0.8, critical: 0.9 },
        }),
        table({
            title: "Containers that restarted within the hour",
            unit: Short,
            queries: {
                restarts:
                    "topk(10, sum by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total[1h])) > 0)",
            },
            thresholds: { warning: 1, critical: 5 },
        }),
    ],
});
