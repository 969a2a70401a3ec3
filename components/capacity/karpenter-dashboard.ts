import { Dollars, PercentUnit, Seconds, Short } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, stat, table } from "../platform/panels.ts";

/** Machines bought and given back, and pods that wait for one. */
export const autoscaling = dashboard({
    name: "autoscaling",
    title: "Autoscaling",
    description: "Does each pod get a machine soon, and does each machine earn its price?",
    next: ["nodes", "cluster"],
    panels: [
        stat({
            title: "Pods that no machine fits",
            unit: Short,
            queries: { pods: "sum(karpenter_scheduler_unschedulable_pods_count) or vector(0)" },
            thresholds: { warning: 1, critical: 10 },
        }),
        stat({
            title: "Pods in the queue",
            unit: Short,
            queries: { pods: "sum(karpenter_scheduler_queue_depth) or vector(0)" },
            thresholds: { warning: 50, critical: 200 },
        }),
        stat({
            title: "Machines that could not be bought",
            unit: Short,
            description: "Within the hour.",
            queries: {
                failures: "sum(increase(karpenter_cloudprovider_instance_launch_failures_total[1h])) or vector(0)",
            },
            thresholds: { warning: 1, critical: 5 },
        }),
        stat({
            title: "Errors of AWS",
            unit: Short,
            description: "Within the hour.",
            queries: { errors: "sum(increase(karpenter_cloudprovider_errors_total[1h])) or vector(0)" },
            thresholds: { warning: 5, critical: 50 },
        }),
        stat({
            title: "Fullest pool, of its limit",
            unit: PercentUnit,
            queries: { pool: "max(karpenter_nodepools_usage / (karpenter_nodepools_limit > 0))" },
            thresholds: { warning: 0.8, critical: 0.95 },
        }),
        stat({
            title: "Price of all machines, an hour",
            unit: Dollars,
            description: "By the price list that came with Karpenter: on demand, without discounts.",
            queries: { price: "sum(karpenter_nodepools_cost_total)" },
        }),
        graph({
            title: "Machines bought",
            unit: Short,
            queries: {
                "{{nodepool}}: {{reason}}":
                    "sum by (nodepool, reason) (increase(karpenter_nodeclaims_created_total[$__rate_interval]))",
            },
        }),
        graph({
            title: "Machines given back",
            unit: Short,
            queries: {
                "{{nodepool}}: {{reason}}":
                    "sum by (nodepool, reason) (increase(karpenter_nodeclaims_disrupted_total[$__rate_interval]))",
            },
        }),
        graph({
            title: "Until a pod runs: slowest of a hundred",
            unit: Seconds,
            queries: {
                "until it runs": 'max(karpenter_pods_startup_duration_seconds{quantile="0.99"})',
                "until it has a node":
                    "histogram_quantile(0.99, sum by (le) (rate(karpenter_pods_bound_duration_seconds_bucket[$__rate_interval])))",
            },
            thresholds: { warning: 120, critical: 300 },
        }),
        graph({
            title: "Use of each pool, of its limit",
            unit: PercentUnit,
            queries: {
                "{{nodepool}}: {{resource_type}}":
                    "sum by (nodepool, resource_type) (karpenter_nodepools_usage) / sum by (nodepool, resource_type) (karpenter_nodepools_limit > 0)",
            },
            thresholds: { warning: 0.8, critical: 0.95 },
        }),
        graph({
            title: "Messages of AWS that a machine goes",
            unit: Short,
            description: "Spot machines taken back, repairs, changes of state.",
            queries: {
                "{{message_type}}":
                    "sum by (message_type) (increase(karpenter_interruption_received_messages_total[$__rate_interval]))",
            },
        }),
        table({
            title: "Horizontal autoscalers, nearest to their most first",
            unit: PercentUnit,
            queries: {
                "of the most":
                    "topk(10, max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas / kube_horizontalpodautoscaler_spec_max_replicas))",
            },
            thresholds: { warning: 0.8, critical: 1 },
        }),
    ],
});
