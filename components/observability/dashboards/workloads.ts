import { BytesIEC, PercentUnit, Short } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, stat, table } from "../../platform/panels.ts";

const here = 'namespace=~"$namespace"';

/** What a namespace uses of what it asked for. */
const usedOfAsked = (used: string, resource: string) =>
    `sum by (namespace) (${used}) / sum by (namespace) (kube_pod_container_resource_requests{${here},resource="${resource}"})`;

/** What runs in the namespaces, and what does not. */
export const workloads = dashboard({
    name: "workloads",
    title: "Workloads",
    description: "What is asked for and does not run, what is too small, and what is held up.",
    next: ["cluster", "nodes"],
    variables: { namespace: "label_values(kube_namespace_created, namespace)" },
    panels: [
        stat({
            title: "Deployments short of pods",
            unit: Short,
            queries: {
                deployments: `count(kube_deployment_status_replicas_available{${here}} < kube_deployment_spec_replicas{${here}}) or vector(0)`,
            },
            thresholds: { warning: 1, critical: 5 },
        }),
        stat({
            title: "StatefulSets short of pods",
            unit: Short,
            queries: {
                sets: `count(kube_statefulset_status_replicas_ready{${here}} < kube_statefulset_replicas{${here}}) or vector(0)`,
            },
            thresholds: { warning: 1, critical: 5 },
        }),
        stat({
            title: "Nodes without a DaemonSet's pod",
            unit: Short,
            queries: {
                nodes: `sum(kube_daemonset_status_desired_number_scheduled{${here}} - kube_daemonset_status_number_ready{${here}})`,
            },
            thresholds: { warning: 1, critical: 5 },
        }),
        stat({
            title: "Jobs that failed",
            unit: Short,
            queries: { jobs: `count(kube_job_status_failed{${here}} > 0) or vector(0)` },
            thresholds: { critical: 1 },
        }),
        stat({
            title: "Out of memory within the day",
            unit: Short,
            queries: {
                containers: `count(kube_pod_container_status_last_terminated_reason{${here},reason="OOMKilled"} and on (namespace, pod, container) increase(kube_pod_container_status_restarts_total{${here}}[1d]) > 0) or vector(0)`,
            },
            thresholds: { warning: 1, critical: 5 },
        }),
        stat({
            title: "Autoscalers at their most",
            unit: Short,
            queries: {
                autoscalers: `count(kube_horizontalpodautoscaler_status_current_replicas{${here}} >= kube_horizontalpodautoscaler_spec_max_replicas{${here}}) or vector(0)`,
            },
            thresholds: { warning: 1, critical: 5 },
        }),
        graph({
            title: "CPU used, of what was asked for",
            unit: PercentUnit,
            queries: {
                "{{namespace}}": usedOfAsked(
                    `rate(container_cpu_usage_seconds_total{${here},container!=""}[$__rate_interval])`,
                    "cpu",
                ),
            },
        }),
        graph({
            title: "Memory used, of what was asked for",
            unit: PercentUnit,
            queries: {
                "{{namespace}}": usedOfAsked(`container_memory_working_set_bytes{${here},container!=""}`, "memory"),
            },
        }),
        table({
            title: "Containers nearest to their memory limit",
            unit: PercentUnit,
            queries: {
                used: `topk(10, max by (namespace, pod, container) (container_memory_working_set_bytes{${here},container!=""}) / max by (namespace, pod, container) (kube_pod_container_resource_limits{${here},resource="memory"}))`,
            },
            thresholds: { warning: 0.85, critical: 0.95 },
        }),
        table({
            title: "Containers held up at their CPU limit",
            unit: PercentUnit,
            description: "Share of the periods of 100 ms in which a container had used up its limit.",
            queries: {
                "held up": `topk(10, sum by (namespace, pod, container) (rate(container_cpu_cfs_throttled_periods_total{${here},container!=""}[$__rate_interval])) / sum by (namespace, pod, container) (rate(container_cpu_cfs_periods_total{${here},container!=""}[$__rate_interval])))`,
            },
            thresholds: { warning: 0.25, critical: 0.5 },
        }),
        table({
            title: "Quotas, fullest first",
            unit: PercentUnit,
            queries: {
                used: `topk(10, max by (namespace, resource) (kube_resourcequota{${here},type="used"}) / (max by (namespace, resource) (kube_resourcequota{${here},type="hard"}) > 0))`,
            },
            thresholds: { warning: 0.85, critical: 0.95 },
        }),
        table({
            title: "Pods that use the most memory",
            unit: BytesIEC,
            queries: {
                memory: `topk(10, sum by (namespace, pod) (container_memory_working_set_bytes{${here},container!=""}))`,
            },
        }),
    ],
});
