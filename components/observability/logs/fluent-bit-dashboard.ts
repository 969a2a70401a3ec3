import { BytesPerSecondIEC, CountsPerSecond, Percent, Short } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, stat } from "../../platform/panels.ts";

const perSecond = (metric: string, by: string) => `sum by (${by}) (rate(${metric}[$__rate_interval]))`;

const lastHour = (metric: string) => `sum(increase(${metric}[1h])) or vector(0)`;

/** The way of the logs from the nodes to their store. */
export const logForwarding = dashboard({
    name: "log-forwarding",
    title: "Forwarding of logs",
    description: "Does every line reach its store, or does some wait on a node, or get lost?",
    next: ["nodes"],
    panels: [
        stat({
            title: "Lines lost, within the hour",
            unit: Short,
            queries: { lines: lastHour("fluentbit_output_dropped_records_total") },
            thresholds: { critical: 1 },
        }),
        stat({
            title: "Errors, within the hour",
            unit: Short,
            queries: { errors: lastHour("fluentbit_output_errors_total") },
            thresholds: { warning: 1, critical: 100 },
        }),
        stat({
            title: "Sent again, within the hour",
            unit: Short,
            queries: { chunks: lastHour("fluentbit_output_retries_total") },
            thresholds: { warning: 10, critical: 1000 },
        }),
        stat({
            title: "Room for what waits, of the fullest node",
            unit: Percent,
            queries: { room: "min(fluentbit_output_chunk_available_capacity_percent)" },
            thresholds: { warning: 50, critical: 20, below: true },
        }),
        stat({
            title: "Chunks that wait on disks",
            unit: Short,
            queries: { chunks: "sum(fluentbit_storage_fs_chunks)" },
            thresholds: { warning: 500, critical: 5000 },
        }),
        stat({
            title: "Inputs that pause",
            unit: Short,
            queries: { inputs: "sum(fluentbit_input_ingestion_paused) or vector(0)" },
            thresholds: { critical: 1 },
        }),
        graph({
            title: "Read",
            unit: BytesPerSecondIEC,
            queries: { "{{name}}": perSecond("fluentbit_input_bytes_total", "name") },
        }),
        graph({
            title: "Sent",
            unit: BytesPerSecondIEC,
            queries: { "{{name}}": perSecond("fluentbit_output_proc_bytes_total", "name") },
        }),
        graph({
            title: "Lines read and sent",
            unit: CountsPerSecond,
            queries: {
                read: "sum(rate(fluentbit_input_records_total[$__rate_interval]))",
                sent: "sum(rate(fluentbit_output_proc_records_total[$__rate_interval]))",
            },
        }),
        graph({
            title: "Trouble on the way",
            unit: CountsPerSecond,
            queries: {
                "{{name}}: errors": perSecond("fluentbit_output_errors_total", "name"),
                "{{name}}: sent again": perSecond("fluentbit_output_retries_total", "name"),
                "{{name}}: given up": perSecond("fluentbit_output_retries_failed_total", "name"),
            },
        }),
        graph({
            title: "Nodes whose lines wait longest",
            unit: Short,
            queries: { "{{pod}}": "topk(5, sum by (pod) (fluentbit_storage_fs_chunks))" },
        }),
    ],
});
