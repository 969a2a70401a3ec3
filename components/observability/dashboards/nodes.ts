import { PercentUnit, Seconds, Short } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, table } from "../../platform/panels.ts";

/** Labels of nodes that they are counted by, as kube-state-metrics names them. */
export const nodeLabels = [
    "node-class",
    "karpenter.sh/capacity-type",
    "karpenter.sh/nodepool",
    "node.kubernetes.io/instance-type",
    "topology.kubernetes.io/zone",
];

/** Series that have a node, with the class of it. */
const ofClass = (series: string) =>
    `(${series}) * on (node) group_left (label_node_class) max by (node, label_node_class) (kube_node_labels{label_node_class=~"$class"})`;

const byClass = (series: string) => `sum by (label_node_class) (${ofClass(series)})`;

/** What node-exporter measures knows its own pod; the pod knows its node. */
const onNode = (series: string) =>
    `sum by (node) ((${series}) * on (namespace, pod) group_left (node) node_namespace_pod:kube_pod_info:)`;

/** Machines by what they are for. */
export const nodes = dashboard({
    name: "nodes",
    title: "Nodes by class",
    description: "Machines by their class: how many, how full, and which of them is in trouble.",
    next: ["cluster", "workloads"],
    variables: { class: "label_values(kube_node_labels, label_node_class)" },
    panels: [
        graph({
            title: "Nodes",
            unit: Short,
            width: 8,
            queries: {
                "{{label_node_class}}": 'count by (label_node_class) (kube_node_labels{label_node_class=~"$class"})',
            },
        }),
        graph({
            title: "Bought as",
            unit: Short,
            width: 8,
            queries: {
                "{{label_karpenter_sh_capacity_type}}":
                    'count by (label_karpenter_sh_capacity_type) (kube_node_labels{label_node_class=~"$class"})',
            },
        }),
        graph({
            title: "Types",
            unit: Short,
            width: 8,
            queries: {
                "{{label_node_kubernetes_io_instance_type}}":
                    'count by (label_node_kubernetes_io_instance_type) (kube_node_labels{label_node_class=~"$class"})',
            },
        }),
        graph({
            title: "CPU used",
            unit: PercentUnit,
            queries: {
                "{{label_node_class}}": `${byClass(onNode('rate(node_cpu_seconds_total{mode!~"idle|iowait|steal"}[$__rate_interval])'))} / ${byClass('kube_node_status_capacity{resource="cpu"}')}`,
            },
            thresholds: { warning: 0.8, critical: 0.95 },
        }),
        graph({
            title: "Memory used",
            unit: PercentUnit,
            queries: {
                "{{label_node_class}}": `1 - ${byClass(onNode("node_memory_MemAvailable_bytes"))} / ${byClass(onNode("node_memory_MemTotal_bytes"))}`,
            },
            thresholds: { warning: 0.8, critical: 0.95 },
        }),
        graph({
            title: "Pods, of those that fit",
            unit: PercentUnit,
            description: "A node takes 110 pods at most, whatever room it has.",
            queries: {
                "{{label_node_class}}": `${byClass("sum by (node) (kube_pod_info)")} / ${byClass('kube_node_status_allocatable{resource="pods"}')}`,
            },
            thresholds: { warning: 0.8, critical: 0.95 },
        }),
        graph({
            title: "Work that waits for the disk or for memory",
            unit: Seconds,
            description:
                "Seconds in a second that all of it stood still (pressure stall information), of the worst node.",
            queries: {
                disk: "max(rate(node_pressure_io_stalled_seconds_total[$__rate_interval]))",
                memory: "max(rate(node_pressure_memory_stalled_seconds_total[$__rate_interval]))",
            },
            thresholds: { warning: 0.1, critical: 0.4 },
        }),
        table({
            title: "Fullest disks",
            unit: PercentUnit,
            queries: {
                used: 'topk(10, max by (instance, mountpoint) (1 - node_filesystem_avail_bytes{fstype!="tmpfs"} / node_filesystem_size_bytes))',
            },
            thresholds: { warning: 0.8, critical: 0.9 },
        }),
        table({
            title: "Nodes in trouble",
            unit: Short,
            queries: {
                nodes: 'max by (node, condition) (kube_node_status_condition{condition!="Ready",status="true"}) > 0 or max by (node, condition) (kube_node_status_condition{condition="Ready",status!="true"}) > 0',
            },
            thresholds: { critical: 1 },
        }),
    ],
});
