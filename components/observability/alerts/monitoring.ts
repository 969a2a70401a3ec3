import { noneUp, type RuleGroup } from "../../platform/rules.ts";

export const monitoringAlerts: RuleGroup = {
    name: "monitoring",
    rules: [
        {
            alert: "KubeStateMetricsDown",
            expr: noneUp("monitoring", "kube-state-metrics"),
            for: "5m",
            severity: "critical",
            summary: "{{ $labels.job }} does not answer: alerts on nodes, pods and volumes are silent.",
        },
        {
            alert: "GrafanaDown",
            expr: noneUp("monitoring", "monitoring-grafana"),
            for: "10m",
            severity: "warning",
            summary: "No pod of {{ $labels.job }} answers: there are no dashboards.",
        },
        {
            alert: "PrometheusHistoryCut",
            expr: "sum by (pod) (changes(prometheus_tsdb_size_retentions_total[6h])) > 0",
            severity: "warning",
            summary:
                "Pod {{ $labels.pod }} deleted samples before their time: its volume is too small for what it scrapes.",
        },
    ],
};
