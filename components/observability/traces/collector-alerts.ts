import { noneUp, type RuleGroup } from "../../platform/rules.ts";

/** A counter is there once it has counted, so neither waits for the other. */
const lost = ["send", "enqueue"]
    .map((step) => `sum by (exporter) (rate(otelcol_exporter_${step}_failed_spans_total[5m])) > 0`)
    .join(" or ");

export const collectorAlerts: RuleGroup = {
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
            alert: "TraceCollectorRefusesSpans",
            expr: "sum by (receiver) (rate(otelcol_receiver_refused_spans_total[5m])) > 0",
            for: "15m",
            severity: "warning",
            summary: "The receiver {{ $labels.receiver }} has refused spans for 15 minutes.",
        },
        {
            alert: "TraceCollectorLosesSpans",
            expr: lost,
            for: "15m",
            severity: "warning",
            summary: "Spans have been lost on the way to {{ $labels.exporter }} for 15 minutes.",
        },
        {
            alert: "TraceCollectorQueueFilling",
            expr: "max by (pod, exporter) (otelcol_exporter_queue_size / otelcol_exporter_queue_capacity) > 0.8",
            for: "10m",
            severity: "warning",
            summary:
                "The queue of {{ $labels.pod }} to {{ $labels.exporter }} is {{ $value | humanizePercentage }} full.",
        },
    ],
};
