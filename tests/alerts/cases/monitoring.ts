import { type Case, down } from "../case.ts";

const cut = `prometheus_tsdb_size_retentions_total{pod="prometheus-0"}`;

export const monitoring: Case[] = [
    ...down(
        { job: "kube-state-metrics", namespace: "monitoring" },
        {
            alert: "KubeStateMetricsDown",
            severity: "critical",
            after: "5m",
            says: "kube-state-metrics does not answer: alerts on nodes, pods and volumes are silent.",
        },
    ),
    ...down(
        { job: "monitoring-grafana", namespace: "monitoring" },
        {
            alert: "GrafanaDown",
            severity: "warning",
            after: "10m",
            says: "No pod of monitoring-grafana answers: there are no dashboards.",
        },
    ),
    {
        alert: "PrometheusHistoryCut",
        severity: "warning",
        settled: "5m",
        labels: { pod: "prometheus-0" },
        says: "Pod prometheus-0 deleted samples before their time: its volume is too small for what it scrapes.",
        fires: { [cut]: "0x3 1x20" },
        silent: [{ [cut]: "1" }],
    },
];
