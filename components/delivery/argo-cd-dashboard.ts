import { RequestsPerSecond, Seconds, Short } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, stat, table } from "../platform/panels.ts";

const p99 = (histogram: string, by: string) =>
    `histogram_quantile(0.99, sum by (le, ${by}) (rate(${histogram}_bucket[$__rate_interval])))`;

/** What Git says and what runs. */
export const gitOps = dashboard({
    name: "gitops",
    title: "GitOps",
    description: "Is what runs what Git says, and does a change get there soon?",
    next: ["workloads"],
    panels: [
        stat({
            title: "Applications",
            unit: Short,
            queries: { applications: "count(argocd_app_info)" },
        }),
        stat({
            title: "Other than Git says",
            unit: Short,
            queries: { applications: 'count(argocd_app_info{sync_status!="Synced"}) or vector(0)' },
            thresholds: { warning: 1, critical: 5 },
        }),
        stat({
            title: "Not well",
            unit: Short,
            queries: { applications: 'count(argocd_app_info{health_status!~"Healthy|Suspended"}) or vector(0)' },
            thresholds: { warning: 1, critical: 5 },
        }),
        stat({
            title: "Syncs that failed",
            unit: Short,
            description: "Within the day.",
            queries: { syncs: 'sum(increase(argocd_app_sync_total{phase=~"Error|Failed"}[1d])) or vector(0)' },
            thresholds: { warning: 1, critical: 10 },
        }),
        stat({
            title: "Fetches of Git that failed",
            unit: Short,
            description: "Within the hour.",
            queries: { fetches: "sum(increase(argocd_git_fetch_fail_total[1h])) or vector(0)" },
            thresholds: { warning: 1, critical: 10 },
        }),
        stat({
            title: "Clusters out of reach",
            unit: Short,
            queries: { clusters: "count(argocd_cluster_connection_status == 0) or vector(0)" },
            thresholds: { critical: 1 },
        }),
        table({
            title: "Applications to look at",
            unit: Short,
            queries: {
                applications:
                    'sum by (name, project, sync_status, health_status) (argocd_app_info{sync_status!="Synced"} or argocd_app_info{health_status!~"Healthy|Suspended"})',
            },
            thresholds: { critical: 1 },
        }),
        graph({
            title: "Syncs",
            unit: Short,
            queries: { "{{phase}}": "sum by (phase) (increase(argocd_app_sync_total[$__rate_interval]))" },
        }),
        graph({
            title: "Comparison of an application: slowest of a hundred",
            unit: Seconds,
            queries: { "{{dest_server}}": p99("argocd_app_reconcile", "dest_server") },
            thresholds: { warning: 16, critical: 60 },
        }),
        graph({
            title: "Calls of Git: slowest of a hundred",
            unit: Seconds,
            queries: { "{{request_type}}": p99("argocd_git_request_duration_seconds", "request_type") },
            thresholds: { warning: 10, critical: 60 },
        }),
        graph({
            title: "Applications that wait for their turn",
            unit: Short,
            queries: {
                "{{name}}": 'sum by (name) (workqueue_depth{namespace="argocd",name=~"app_.*"})',
            },
            thresholds: { warning: 50, critical: 200 },
        }),
        graph({
            title: "Calls of the cache",
            unit: RequestsPerSecond,
            queries: {
                "{{initiator}}, failed: {{failed}}":
                    "sum by (initiator, failed) (rate(argocd_redis_request_total[$__rate_interval]))",
            },
        }),
    ],
});
