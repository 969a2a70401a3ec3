import { noneUp, type RuleGroup } from "../../platform/rules.ts";

const requests = (labels?: string) => `rate(loki_request_duration_seconds_count${labels ? `{${labels}}` : ""}[5m])`;
const pushes = `route="loki_api_v1_push"`;

/** Shares of requests stand here instead of the chart's LokiRequestErrors, which does not tell writes from reads. */
export const lokiAlerts: RuleGroup = {
    name: "loki",
    rules: [
        {
            alert: "LokiDown",
            expr: noneUp("loki", "loki/loki"),
            for: "15m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: logs wait on the disks of the nodes, 1 GB each.",
        },
        {
            alert: "LokiRefusesWrites",
            expr: `sum by (namespace, job) (${requests(`${pushes},status_code=~"5..|429"`)}) / sum by (namespace, job) (${requests(pushes)}) > 0.05`,
            for: "10m",
            severity: "critical",
            summary: "{{ $labels.job }} refuses {{ $value | humanizePercentage }} of the writes.",
        },
        {
            alert: "LokiReadsFailing",
            expr: `sum by (route) (${requests(`route!="loki_api_v1_push",status_code=~"5.."`)}) / sum by (route) (${requests()}) > 0.1`,
            for: "15m",
            severity: "warning",
            summary: "{{ $value | humanizePercentage }} of the requests to {{ $labels.route }} of Loki fail.",
        },
        {
            alert: "LokiDiscardsLines",
            expr: `sum by (reason) (rate(loki_discarded_samples_total{reason!="rate_limited"}[5m])) > 0`,
            for: "15m",
            severity: "warning",
            summary: "Loki has thrown lines away for 15 minutes: {{ $labels.reason }}.",
        },
        {
            alert: "LokiFlushFailing",
            expr: "sum by (pod) (rate(loki_ingester_chunks_flush_failures_total[5m])) > 0",
            for: "15m",
            severity: "critical",
            summary: "Pod {{ $labels.pod }} has not been able to write to S3 for 15 minutes.",
        },
        {
            alert: "LokiRingUnhealthy",
            expr: `max by (name) (loki_ring_members{state="Unhealthy"}) > 0`,
            for: "15m",
            severity: "warning",
            summary: "{{ $value }} members of Loki's ring {{ $labels.name }} have not been heard of for 15 minutes.",
        },
    ],
};
