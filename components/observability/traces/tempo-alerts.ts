import { noneUp, type RuleGroup } from "../../platform/rules.ts";

export const tempoRules: RuleGroup[] = [
    {
        name: "tempo",
        rules: [
            {
                alert: "TempoDown",
                expr: noneUp("tempo", "tempo"),
                for: "15m",
                severity: "warning",
                summary: "No pod of {{ $labels.job }} answers: traces are lost after 15 minutes in the collector.",
            },
            {
                alert: "TempoFlushFailing",
                expr: 'sum by (pod) (increase(tempo_ingester_failed_flushes_total{job="tempo"}[15m])) > 0',
                for: "30m",
                severity: "warning",
                summary: "{{ $labels.pod }} cannot write traces to its bucket.",
            },
            {
                alert: "TempoDiscardingSpans",
                expr: 'sum by (reason) (rate(tempo_discarded_spans_total{job="tempo"}[5m])) > 0',
                for: "15m",
                severity: "warning",
                summary: "Tempo refuses {{ $value | humanize }} spans per second: {{ $labels.reason }}.",
            },
        ],
    },
];
