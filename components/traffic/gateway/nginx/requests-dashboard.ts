import { PercentUnit, RequestsPerSecond, Seconds } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, stat } from "../../../platform/panels.ts";
import { common } from "../requests-dashboard.ts";
import type { accessLog } from "./access-log.ts";

const namespace = "nginx-gateway";

const connections = (outcome: string) =>
    `sum(rate(nginx_http_connections_total{nginx_connections_outcome="${outcome}"}[5m]))`;

const field = (name: keyof typeof accessLog) => name;
const [code, host, time] = [field("response_code"), field("host"), field("request_time")];

/** The log of requests. Probes and what asks NGINX for its figures write no line. */
const lines = `{source="container", namespace="${namespace}", container="nginx"} | json | ${code} != ""`;

const withProbes = "Probes, and what asks NGINX for these figures, are among them: a proxy that nobody uses has some.";

/**
 * What NGINX tells of itself: how many requests there are, with those that nobody sent, and not what was answered, as in
 * NGINX Plus alone. The rest is read out of the log of requests, where that is kept in Loki.
 */
export const requests = (inLoki: boolean) =>
    dashboard({
        name: "requests",
        title: "Requests through the gateway",
        description: inLoki
            ? "How many come in, how many fail, how long they take, by the host that was asked for."
            : "How many come in, and whether connections are taken. What was answered stands in the log of requests.",
        panels: [
            inLoki
                ? common.requests(`sum(rate(${lines} [5m]))`, { ofLogs: true })
                : common.requests("sum(rate(nginx_http_requests_total[5m]))", { description: withProbes }),
            stat({
                title: "Connections not taken",
                unit: PercentUnit,
                description: "Of those that came, as NGINX had no room for them.",
                queries: {
                    refused: `1 - ${connections("HANDLED")} / (${connections("ACCEPTED")} > 0)`,
                },
                thresholds: { warning: 0.001, critical: 0.01 },
            }),
            common.proxies(`sum(up{job="${namespace}/proxies"})`),
            common.firstEnd(`min(certmanager_certificate_expiration_timestamp_seconds{namespace="${namespace}"})`, {
                width: 12,
            }),
            graph({
                title: "Requests by proxy",
                unit: RequestsPerSecond,
                description: withProbes,
                queries: { "{{pod}}": "sum by (pod) (rate(nginx_http_requests_total[5m]))" },
            }),
            ...(inLoki ? ofLog : []),
            common.connections(
                'sum by (pod) (nginx_http_connection_count_connections{nginx_connections_outcome="ACTIVE"})',
            ),
            common.memory({
                queries: {
                    "{{pod}}": `sum by (pod) (container_memory_working_set_bytes{namespace="${namespace}", container="nginx"})`,
                },
            }),
        ],
    });

const slowest = (share: number, of: string) =>
    `quantile_over_time(${share}, ${lines} | unwrap ${time} [$__auto]) by (${of})`;

const ofLog = [
    graph({
        title: "Answers",
        unit: RequestsPerSecond,
        ofLogs: true,
        queries: { [`{{${code}}}`]: `sum by (${code}) (rate(${lines} [$__auto]))` },
    }),
    graph({
        title: "Errors by host",
        unit: RequestsPerSecond,
        ofLogs: true,
        queries: { [`{{${host}}}`]: `sum by (${host}) (rate(${lines} | ${code} =~ "5.." [$__auto]))` },
        thresholds: { critical: 1 },
    }),
    graph({
        title: "Slowest of twenty by host",
        unit: Seconds,
        ofLogs: true,
        queries: { [`{{${host}}}`]: slowest(0.95, host) },
        thresholds: { warning: 1, critical: 5 },
    }),
];
