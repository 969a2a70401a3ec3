import { BytesIEC, PercentUnit, RequestsPerSecond, Seconds, Short } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, stat } from "../../../platform/panels.ts";

const namespace = "nginx-gateway";
const day = 86_400;

const connections = (outcome: string) =>
    `sum(rate(nginx_http_connections_total{nginx_connections_outcome="${outcome}"}[5m]))`;

/** The log of requests, of those that a name was asked of. */
const lines = `{source="container", namespace="${namespace}", container="nginx"} | json | response_code != ""`;

/**
 * What NGINX tells of itself: how many requests there are, and not what was answered, as in NGINX Plus alone. The rest is read
 * out of the log of requests, where that is kept in Loki.
 */
export const requests = (inLoki: boolean) =>
    dashboard({
        name: "requests",
        title: "Requests through the gateway",
        description: inLoki
            ? "How many come in, how many fail, how long they take, by the host that was asked for."
            : "How many come in, and whether connections are taken. What was answered stands in the log of requests.",
        panels: [
            stat({
                title: "Requests",
                unit: RequestsPerSecond,
                queries: { requests: "sum(rate(nginx_http_requests_total[5m])) or vector(0)" },
            }),
            stat({
                title: "Connections not taken",
                unit: PercentUnit,
                description: "Of those that came, as NGINX had no room for them.",
                queries: {
                    refused: `1 - ${connections("HANDLED")} / (${connections("ACCEPTED")} > 0)`,
                },
                thresholds: { warning: 0.001, critical: 0.01 },
            }),
            stat({
                title: "Proxies",
                unit: Short,
                queries: { proxies: `sum(up{job="${namespace}/proxies"}) or vector(0)` },
                thresholds: { warning: 3, critical: 2, below: true },
            }),
            stat({
                title: "Until the first certificate ends",
                unit: Seconds,
                queries: {
                    left: `min(certmanager_certificate_expiration_timestamp_seconds{namespace="${namespace}"}) - time()`,
                },
                thresholds: { warning: 14 * day, critical: 7 * day, below: true },
                width: 12,
            }),
            graph({
                title: "Requests by proxy",
                unit: RequestsPerSecond,
                queries: { "{{pod}}": "sum by (pod) (rate(nginx_http_requests_total[5m]))" },
            }),
            ...(inLoki ? ofLog : []),
            graph({
                title: "Connections",
                unit: Short,
                queries: {
                    "{{pod}}":
                        'sum by (pod) (nginx_http_connection_count_connections{nginx_connections_outcome="ACTIVE"})',
                },
            }),
            graph({
                title: "Memory of each proxy",
                unit: BytesIEC,
                queries: {
                    "{{pod}}": `sum by (pod) (container_memory_working_set_bytes{namespace="${namespace}", container="nginx"})`,
                },
            }),
        ],
    });

const slowest = (share: number, of: string) =>
    `quantile_over_time(${share}, ${lines} | unwrap request_time [$__auto]) by (${of})`;

const ofLog = [
    graph({
        title: "Answers",
        unit: RequestsPerSecond,
        ofLogs: true,
        queries: { "{{response_code}}": `sum by (response_code) (rate(${lines} [$__auto]))` },
    }),
    graph({
        title: "Errors by host",
        unit: RequestsPerSecond,
        ofLogs: true,
        queries: { "{{host}}": `sum by (host) (rate(${lines} | response_code =~ "5.." [$__auto]))` },
        thresholds: { critical: 1 },
    }),
    graph({
        title: "Slowest of twenty by host",
        unit: Seconds,
        ofLogs: true,
        queries: { "{{host}}": slowest(0.95, "host") },
        thresholds: { warning: 1, critical: 5 },
    }),
];
