import { type Case, down } from "../case.ts";

const flushes = 'tempo_ingester_failed_flushes_total{pod="tempo-0"}';
const discarded = 'tempo_discarded_spans_total{reason="trace_too_large",tenant="single-tenant"}';
const refused = 'otelcol_receiver_refused_spans_total{pod="a",receiver="otlp",transport="grpc"}';
const exported = (what: string) => `otelcol_exporter_${what}{exporter="otlp_grpc",pod="a"}`;
const sent = exported("send_failed_spans_total");
const queued = exported("enqueue_failed_spans_total");

export const tempo: Case[] = [
    ...down(
        { job: "tempo", namespace: "tempo" },
        {
            alert: "TempoDown",
            severity: "warning",
            after: "10m",
            says: "No pod of tempo answers: the collectors keep traces for 15 minutes, then lose them.",
        },
    ),
    {
        alert: "TempoFlushFailing",
        severity: "warning",
        after: "30m",
        settled: "15m",
        labels: { pod: "tempo-0" },
        says: "Pod tempo-0 has not been able to write traces to S3 for 30 minutes.",
        fires: { [flushes]: "0+0.05" },
        silent: [{ [flushes]: "1" }],
    },
    {
        alert: "TempoDiscardsSpans",
        severity: "warning",
        after: "15m",
        settled: "5m",
        labels: { reason: "trace_too_large" },
        says: "Tempo has thrown spans away for 15 minutes: trace_too_large.",
        fires: { [discarded]: "0+6" },
        silent: [{ [discarded]: "6" }],
    },
];

export const traceCollector: Case[] = [
    ...down(
        { job: "opentelemetry-collector", namespace: "opentelemetry-collector" },
        {
            alert: "TraceCollectorDown",
            severity: "warning",
            after: "10m",
            says: "No pod of opentelemetry-collector answers: workloads lose their traces.",
        },
    ),
    {
        alert: "TraceCollectorRefusesSpans",
        severity: "warning",
        after: "15m",
        settled: "5m",
        labels: { receiver: "otlp" },
        says: "The receiver otlp has refused spans for 15 minutes.",
        fires: { [refused]: "0+6" },
        silent: [{ [refused]: "6" }],
    },
    {
        alert: "TraceCollectorLosesSpans",
        severity: "warning",
        after: "15m",
        settled: "5m",
        labels: { exporter: "otlp_grpc" },
        says: "Spans have been lost on the way to otlp_grpc for 15 minutes.",
        fires: { [sent]: "0+6" },
        silent: [{ [sent]: "6" }],
    },
    {
        alert: "TraceCollectorLosesSpans",
        severity: "warning",
        after: "15m",
        settled: "5m",
        labels: { exporter: "otlp_grpc" },
        says: "Spans have been lost on the way to otlp_grpc for 15 minutes.",
        fires: { [queued]: "0+6" },
        silent: [{ [queued]: "6" }],
    },
    {
        alert: "TraceCollectorQueueFilling",
        severity: "warning",
        after: "10m",
        labels: { exporter: "otlp_grpc", pod: "a" },
        says: "The queue of a to otlp_grpc is 90% full.",
        fires: { [exported("queue_size")]: "4500", [exported("queue_capacity")]: "5000" },
        silent: [{ [exported("queue_size")]: "3900" }],
    },
];
