import { BytesIEC, BytesPerSecondIEC, PercentUnit, Seconds, Short } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, logLines, stat, table } from "../../platform/panels.ts";

const hour = 3600;

/** How much there is of logs, who writes them, and whether their store is well. */
export const logs = dashboard({
    name: "logs",
    title: "Logs",
    description: "Volume of logs by who writes them, and the health of Loki.",
    next: ["log-forwarding"],
    panels: [
        stat({
            title: "Kept, within the day",
            unit: BytesIEC,
            queries: { bytes: "sum(increase(loki_distributor_bytes_received_total[1d]))" },
        }),
        stat({
            title: "Refused, within the hour",
            unit: BytesIEC,
            queries: { bytes: "sum(increase(loki_discarded_bytes_total[1h])) or vector(0)" },
            thresholds: { warning: 1, critical: 2 ** 20 },
        }),
        stat({
            title: "Writes that failed",
            unit: PercentUnit,
            queries: {
                failed: 'sum(rate(loki_request_duration_seconds_count{route="loki_api_v1_push",status_code=~"5.."}[$__rate_interval])) / sum(rate(loki_request_duration_seconds_count{route="loki_api_v1_push"}[$__rate_interval])) or vector(0)',
            },
            thresholds: { warning: 0.001, critical: 0.01 },
        }),
        stat({
            title: "Streams in memory",
            unit: Short,
            description: "Each combination of labels is one. A label with many values makes too many of them.",
            queries: { streams: "sum(loki_ingester_memory_streams)" },
            thresholds: { warning: 50_000, critical: 200_000 },
        }),
        stat({
            title: "Since the index was compacted",
            unit: Seconds,
            queries: {
                age: "time() - max(loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds > 0)",
            },
            thresholds: { warning: hour, critical: 3 * hour },
        }),
        stat({
            title: "Since old logs were removed",
            unit: Seconds,
            queries: {
                age: "time() - max(loki_compactor_apply_retention_last_successful_run_timestamp_seconds > 0)",
            },
            thresholds: { warning: 24 * hour, critical: 72 * hour },
        }),
        graph({
            title: "Volume by namespace",
            unit: BytesPerSecondIEC,
            ofLogs: true,
            queries: { "{{namespace}}": 'topk(10, sum by (namespace) (bytes_rate({source="container"}[$__auto])))' },
        }),
        table({
            title: "Most, within the hour",
            unit: BytesIEC,
            ofLogs: true,
            queries: {
                "{{namespace}} {{container}}":
                    'topk(10, sum by (namespace, container) (bytes_over_time({source="container"}[1h])))',
            },
        }),
        graph({
            title: "Refused, by reason",
            unit: BytesPerSecondIEC,
            queries: { "{{reason}}": "sum by (reason) (rate(loki_discarded_bytes_total[$__rate_interval]))" },
        }),
        graph({
            title: "Slowest answer of a hundred",
            unit: Seconds,
            queries: {
                "{{route}}":
                    'histogram_quantile(0.99, sum by (le, route) (rate(loki_request_duration_seconds_bucket{route=~"loki_api_v1_.*"}[$__rate_interval])))',
            },
            thresholds: { warning: 5, critical: 30 },
        }),
        logLines({
            title: "Errors of the platform",
            queries: {
                errors: '{source="container", namespace=~"argocd|karpenter|kyverno|velero|external-secrets|monitoring"} |~ `"?level"?[=:] ?"?(error|fatal)`',
            },
        }),
    ],
});
