import { noneUp, type RuleGroup } from "../../platform/rules.ts";

const job = 'job="opentelemetry-collector"';

export const collectorRules: RuleGroup[] = [
    {
        name: "opentelemetry-collector",
        rules: [
            {
                alert: "TraceCollectorDown",
                expr: noneUp("opentelemetry-collector", "opentelemetry-collector"),
                for: "10m",
                severity: "warning",
                summary: "No pod of {{ $labels.job }} answers: workloads lose their traces.",
            },
            {
                alert: "TraceCollectorRefusingSpans",
                expr: `sum by (receiver) (rate(otelcol_receiver_refused_spans_total{${job}}[5m])) > 0`,
                for: "15m",
                severity: "warning",
                summary: "The receiver {{ $labels.receiver }} refuses {{ $value | humanize }} spans per second.",
            },
            {
                alert: "TraceCollectorLosingSpans",
                expr: `sum by (exporter) (rate(otelcol_exporter_send_failed_spans_total{${job}}[5m]) + rate(otelcol_exporter_enqueue_failed_spans_total{${job}}[5m])) > 0`,
                for: "15m",
                severity: "warning",
                summary: "{{ $value | humanize }} spans per second do not reach {{ $labels.exporter }}, and are lost.",
            },
            {
                alert: "TraceCollectorQueueFilling",
                expr: `max by (exporter, pod) (otelcol_exporter_queue_size{${job}} / otelcol_exporter_queue_capacity{${job}}) > 0.8`,
                for: "10m",
                severity: "warning",
                summary:
                    "The queue of {{ $labels.pod }} to {{ $labels.exporter }} is {{ $value | humanizePercentage }} full.",
            },
        ],
    },
];
