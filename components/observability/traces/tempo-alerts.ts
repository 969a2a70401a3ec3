import { noneUp, type RuleGroup } from "../../platform/rules.ts";

export const tempoAlerts: RuleGroup = {
    name: "tempo",
    rules: [
        {
            alert: "TempoDown",
            expr: noneUp("tempo", "tempo"),
            for: "10m",
            severity: "warning",
            summary: "No pod of {{ $labels.job }} answers: the collectors keep traces for 15 minutes, then lose them.",
        },
        {
            alert: "TempoFlushFailing",
            expr: "sum by (pod) (increase(tempo_ingester_failed_flushes_total[15m])) > 0",
            for: "30m",
            severity: "warning",
            summary: "Pod {{ $labels.pod }} has not been able to write traces to S3 for 30 minutes.",
        },
        {
            alert: "TempoDiscardsSpans",
            expr: "sum by (reason) (rate(tempo_discarded_spans_total[5m])) > 0",
            for: "15m",
            severity: "warning",
            summary: "Tempo has thrown spans away for 15 minutes: {{ $labels.reason }}.",
        },
    ],
};
