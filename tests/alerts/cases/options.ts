import { type Case, down } from "../case.ts";

const tempo = `job="tempo",namespace="tempo",pod="tempo-0"`;
const collector = `job="opentelemetry-collector",namespace="opentelemetry-collector",pod="collector-1"`;
const upload = `thanos_objstore_bucket_last_successful_upload_time{container="thanos-sidecar",pod="prometheus-0"}`;

/** A counter that an alert wants to stand still. */
const counting = (
    alert: Omit<Case, "fires" | "silent" | "settled">,
    counter: string,
    others: Case["fires"] = {},
): Case => ({
    ...alert,
    settled: "5m",
    fires: { ...others, [counter]: "0+6" },
    silent: [{ [counter]: "6" }],
});

const noUpload = (
    alert: Pick<Case, "alert" | "severity" | "after" | "settled" | "notYet" | "says">,
    later: string,
): Case => ({
    ...alert,
    labels: { container: "thanos-sidecar", pod: "prometheus-0" },
    fires: { [upload]: "1" },
    silent: [{ [upload]: later }, { [upload]: "0" }],
});

const lost = `otelcol_exporter_send_failed_spans_total{${collector},exporter="otlp"}`;
const notQueued = `otelcol_exporter_enqueue_failed_spans_total{${collector},exporter="otlp"}`;
const queue = `otelcol_exporter_queue_size{${collector},exporter="otlp"}`;

/** Alerts of parts that are there if they are asked for. */
export const options: Case[] = [
    ...down(
        { job: "tempo", namespace: "tempo" },
        {
            alert: "TempoDown",
            severity: "warning",
            after: "15m",
            says: "No pod of tempo answers: traces are lost after 15 minutes in the collector.",
        },
    ),
    {
        alert: "TempoFlushFailing",
        severity: "warning",
        after: "30m",
        settled: "15m",
        labels: { pod: "tempo-0" },
        says: "tempo-0 cannot write traces to its bucket.",
        fires: { [`tempo_ingester_failed_flushes_total{${tempo}}`]: "0+0.05" },
        silent: [{ [`tempo_ingester_failed_flushes_total{${tempo}}`]: "6" }],
    },
    counting(
        {
            alert: "TempoDiscardingSpans",
            severity: "warning",
            after: "15m",
            labels: { reason: "trace_too_large" },
            says: "Tempo refuses 100m spans per second: trace_too_large.",
        },
        `tempo_discarded_spans_total{${tempo},reason="trace_too_large"}`,
    ),
    ...down(
        { job: "opentelemetry-collector", namespace: "opentelemetry-collector" },
        {
            alert: "TraceCollectorDown",
            severity: "warning",
            after: "10m",
            says: "No pod of opentelemetry-collector answers: workloads lose their traces.",
        },
    ),
    counting(
        {
            alert: "TraceCollectorRefusingSpans",
            severity: "warning",
            after: "15m",
            labels: { receiver: "otlp" },
            says: "The receiver otlp refuses 100m spans per second.",
        },
        `otelcol_receiver_refused_spans_total{${collector},receiver="otlp"}`,
    ),
    ...[
        [lost, notQueued],
        [notQueued, lost],
    ].map(([failing = "", well = ""]) =>
        counting(
            {
                alert: "TraceCollectorLosingSpans",
                severity: "warning",
                after: "15m",
                labels: { exporter: "otlp" },
                says: "100m spans per second do not reach otlp, and are lost.",
            },
            failing,
            { [well]: "0" },
        ),
    ),
    {
        alert: "TraceCollectorQueueFilling",
        severity: "warning",
        after: "10m",
        labels: { exporter: "otlp", pod: "collector-1" },
        says: "The queue of collector-1 to otlp is 90% full.",
        fires: { [queue]: "90", [`otelcol_exporter_queue_capacity{${collector},exporter="otlp"}`]: "100" },
        silent: [{ [queue]: "70" }],
    },
    noUpload(
        {
            alert: "MetricsHistoryBehind",
            severity: "warning",
            after: "30m",
            settled: "370m",
            notYet: "390m",
            says: "prometheus-0 has uploaded no metrics for 6h 39m 59s; they are on its own volume only.",
        },
        "3000",
    ),
    noUpload(
        {
            alert: "MetricsHistoryBeingLost",
            severity: "critical",
            settled: "17290m",
            says: "prometheus-0 has uploaded no metrics for 12d 0h 9m 59s, and deletes them after 15 days.",
        },
        "43800",
    ),
    {
        alert: "MetricsHistoryNeverUploaded",
        severity: "warning",
        after: "6h",
        labels: { container: "thanos-sidecar", pod: "prometheus-0" },
        says: "prometheus-0 has uploaded no metrics since it started.",
        fires: { [upload]: "0" },
        silent: [{ [upload]: "1" }],
    },
];
