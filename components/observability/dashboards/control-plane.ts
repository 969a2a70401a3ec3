import { BytesIEC, PercentUnit, RequestsPerSecond, Seconds, Short } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, stat, table } from "../../platform/panels.ts";

const p99 = (histogram: string, by: string, selector = "") =>
    `histogram_quantile(0.99, sum by (le, ${by}) (rate(${histogram}_bucket${selector}[$__rate_interval])))`;

/** Watches last as long as somebody watches, and say nothing of how fast the API server is. */
const answered = '{verb!~"WATCH|CONNECT"}';

/** EKS takes writes until its database has 8 GiB (https://docs.aws.amazon.com/eks/latest/best-practices/). */
const databaseLimit = 8 * 2 ** 30;

/** The API server and what stands behind it, as far as EKS shows it. */
export const controlPlane = dashboard({
    name: "control-plane",
    title: "EKS control plane",
    description: "How fast the API server answers, whom it lets wait, and how full its database is.",
    next: ["cluster", "slos"],
    panels: [
        stat({
            title: "Requests that failed",
            unit: PercentUnit,
            queries: {
                failed: 'sum(rate(apiserver_request_total{code=~"5.."}[$__rate_interval])) / sum(rate(apiserver_request_total[$__rate_interval])) or vector(0)',
            },
            thresholds: { warning: 0.001, critical: 0.01 },
        }),
        stat({
            title: "Size of the database",
            unit: BytesIEC,
            description: "At 8 GiB EKS takes no writes any more.",
            queries: { size: "max(apiserver_storage_size_bytes)" },
            thresholds: { warning: databaseLimit * 0.6, critical: databaseLimit * 0.8 },
        }),
        stat({
            title: "Requests turned away",
            unit: RequestsPerSecond,
            description: "By API priority and fairness: their queue was full.",
            queries: {
                rejected: "sum(rate(apiserver_flowcontrol_rejected_requests_total[$__rate_interval])) or vector(0)",
            },
            thresholds: { warning: 0.1, critical: 1 },
        }),
        stat({
            title: "Pods that no node takes",
            unit: Short,
            queries: { pods: 'sum(scheduler_pending_pods{queue="unschedulable"}) or vector(0)' },
            thresholds: { warning: 1, critical: 20 },
        }),
        stat({
            title: "APIs that do not answer",
            unit: Short,
            queries: { apis: "count(aggregator_unavailable_apiservice == 1) or vector(0)" },
            thresholds: { critical: 1 },
        }),
        stat({
            title: "Calls of deprecated APIs",
            unit: Short,
            description: "Each is gone in the version of Kubernetes that the label removed_release names.",
            queries: { apis: "count(apiserver_requested_deprecated_apis == 1) or vector(0)" },
            thresholds: { warning: 1, critical: 10 },
        }),
        graph({
            title: "Requests",
            unit: RequestsPerSecond,
            queries: { "{{verb}} {{code}}": "sum by (verb, code) (rate(apiserver_request_total[$__rate_interval]))" },
        }),
        graph({
            title: "Slowest answer of a hundred",
            unit: Seconds,
            queries: { "{{verb}}": p99("apiserver_request_sli_duration_seconds", "verb", answered) },
            thresholds: { warning: 1, critical: 5 },
        }),
        graph({
            title: "Wait in the queues of API priority and fairness",
            unit: Seconds,
            queries: {
                "{{priority_level}}": p99("apiserver_flowcontrol_request_wait_duration_seconds", "priority_level"),
            },
            thresholds: { warning: 1, critical: 10 },
        }),
        graph({
            title: "Seats taken of each priority level",
            unit: PercentUnit,
            queries: {
                "{{priority_level}}":
                    "sum by (priority_level) (apiserver_flowcontrol_current_executing_seats) / sum by (priority_level) (apiserver_flowcontrol_nominal_limit_seats > 0)",
            },
            thresholds: { warning: 0.8, critical: 1 },
        }),
        graph({
            title: "Admission webhooks: slowest answer of a hundred",
            unit: Seconds,
            queries: { "{{name}}": p99("apiserver_admission_webhook_admission_duration_seconds", "name") },
            thresholds: { warning: 1, critical: 5 },
        }),
        graph({
            title: "Database: slowest call of a hundred",
            unit: Seconds,
            queries: { "{{operation}}": p99("etcd_request_duration_seconds", "operation") },
            thresholds: { warning: 0.5, critical: 1 },
        }),
        table({
            title: "Objects, most first",
            unit: Short,
            queries: { objects: "topk(10, max by (group, resource) (apiserver_resource_objects))" },
        }),
        graph({
            title: "Until a pod is placed: slowest of a hundred",
            unit: Seconds,
            queries: { scheduling: p99("scheduler_scheduling_attempt_duration_seconds", "result") },
            thresholds: { warning: 1, critical: 5 },
        }),
    ],
});
