import { type Case, down } from "../case.ts";

const requests = (route: string, status: number) =>
    `loki_request_duration_seconds_count{namespace="loki",job="loki/loki",route="${route}",status_code="${status}"}`;
const push = "loki_api_v1_push";
const query = "loki_api_v1_query_range";
const discarded = (reason: string) => `loki_discarded_samples_total{reason="${reason}"}`;
const flushes = `loki_ingester_chunks_flush_failures_total{pod="loki-0"}`;
const unhealthy = `loki_ring_members{name="ingester",state="Unhealthy"}`;
const output = `{pod="fluent-bit-1",name="loki.0"}`;

export const loki: Case[] = [
    ...down(
        { job: "loki/loki", namespace: "loki" },
        {
            alert: "LokiDown",
            severity: "critical",
            after: "15m",
            says: "No pod of loki/loki answers: logs wait on the disks of the nodes, 1 GB each.",
        },
    ),
    ...[500, 429].map(
        (status): Case => ({
            alert: "LokiRefusesWrites",
            severity: "critical",
            after: "10m",
            settled: "5m",
            labels: { namespace: "loki", job: "loki/loki" },
            says: "loki/loki refuses 6% of the writes.",
            fires: { [requests(push, status)]: "0+6", [requests(push, 204)]: "0+94", [requests(query, 200)]: "0+1000" },
            silent: [
                { [requests(push, status)]: "0+4", [requests(push, 204)]: "0+96" },
                { [requests(push, status)]: null, [requests(query, 500)]: "0+6" },
            ],
        }),
    ),
    {
        alert: "LokiReadsFailing",
        severity: "warning",
        after: "15m",
        settled: "5m",
        labels: { route: query },
        says: "11% of the requests to loki_api_v1_query_range of Loki fail.",
        fires: { [requests(query, 500)]: "0+11", [requests(query, 200)]: "0+89" },
        silent: [
            { [requests(query, 500)]: "0+9", [requests(query, 200)]: "0+91" },
            { [requests(query, 500)]: null, [requests(push, 500)]: "0+6" },
        ],
        otherwise: { [`route="${query}"`]: `route="${push}"` },
    },
    {
        alert: "LokiDiscardsLines",
        severity: "warning",
        after: "15m",
        settled: "5m",
        labels: { reason: "line_too_long" },
        says: "Loki has thrown lines away for 15 minutes: line_too_long.",
        fires: { [discarded("line_too_long")]: "0+6" },
        silent: [
            { [discarded("line_too_long")]: "6" },
            { [discarded("line_too_long")]: null, [discarded("rate_limited")]: "0+6" },
        ],
    },
    {
        alert: "LokiFlushFailing",
        severity: "critical",
        after: "15m",
        settled: "5m",
        labels: { pod: "loki-0" },
        says: "Pod loki-0 has not been able to write to S3 for 15 minutes.",
        fires: { [flushes]: "0+6" },
        silent: [{ [flushes]: "6" }],
    },
    {
        alert: "LokiRingUnhealthy",
        severity: "warning",
        after: "15m",
        labels: { name: "ingester" },
        says: "1 members of Loki's ring ingester have not been heard of for 15 minutes.",
        fires: { [unhealthy]: "1" },
        silent: [{ [unhealthy]: "0" }],
        otherwise: { 'state="Unhealthy"': 'state="ACTIVE"' },
    },
];

export const eventCollector: Case[] = down(
    { job: "event-collector", namespace: "event-collector" },
    {
        alert: "EventCollectorDown",
        severity: "warning",
        after: "15m",
        says: "No pod of event-collector answers: events older than an hour are lost.",
    },
);

export const fluentBit: Case[] = [
    ...down(
        { job: "fluent-bit", namespace: "fluent-bit" },
        {
            alert: "FluentBitDown",
            severity: "critical",
            after: "15m",
            says: "No pod of fluent-bit answers: no log leaves its node.",
        },
    ),
    {
        alert: "FluentBitDropping",
        severity: "critical",
        after: "5m",
        settled: "5m",
        labels: { pod: "fluent-bit-1", name: "loki.0" },
        says: "Pod fluent-bit-1 has lost lines for 5 minutes: its output loki.0 drops them.",
        fires: { [`fluentbit_output_dropped_records_total${output}`]: "0+6" },
        silent: [{ [`fluentbit_output_dropped_records_total${output}`]: "6" }],
    },
    {
        alert: "FluentBitSendFailing",
        severity: "warning",
        after: "30m",
        settled: "5m",
        labels: { pod: "fluent-bit-1", name: "loki.0" },
        says: "Pod fluent-bit-1 has not got rid of its lines at once for half an hour: its output loki.0 tries again.",
        fires: { [`fluentbit_output_retries_total${output}`]: "0+6" },
        silent: [{ [`fluentbit_output_retries_total${output}`]: "6" }],
    },
];
