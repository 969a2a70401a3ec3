import {
    BytesIEC,
    Milliseconds,
    PercentUnit,
    RequestsPerSecond,
    Seconds,
    Short,
} from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, stat, table } from "../../../platform/panels.ts";
import { ofPeople } from "./requests-of-people.ts";

const day = 86_400;

const answers = (more = "") => `sum(rate(envoy_http_downstream_rq_xx{${ofPeople}${more}}[5m]))`;
const failed = ',envoy_response_code_class="5"';
const ofRoute = 'envoy_cluster_name!~"xds_cluster|prometheus_stats"';

const quantile = (share: number, histogram: string, labels: string, by = "") =>
    `histogram_quantile(${share}, sum by (le${by}) (rate(${histogram}_bucket{${labels}}[5m])))`;

/** Whether people get answers, and whose fault it is where they do not. */
export const requests = dashboard({
    name: "requests",
    title: "Requests through the gateway",
    description: "How many come in, how many fail, how long they take; and which service behind it is to blame.",
    next: ["slos"],
    panels: [
        stat({ title: "Requests", unit: RequestsPerSecond, queries: { requests: `${answers()} or vector(0)` } }),
        stat({
            title: "Answers that are errors",
            unit: PercentUnit,
            queries: { errors: `(${answers(failed)} or vector(0)) / (${answers()} > 0)` },
            thresholds: { warning: 0.005, critical: 0.05 },
        }),
        stat({
            title: "Slowest of a hundred requests",
            unit: Milliseconds,
            queries: { slowest: quantile(0.99, "envoy_http_downstream_rq_time", ofPeople) },
            thresholds: { warning: 1000, critical: 5000 },
        }),
        stat({
            title: "Proxies",
            unit: Short,
            queries: { proxies: "sum(envoy_server_live) or vector(0)" },
            thresholds: { warning: 3, critical: 2, below: true },
        }),
        stat({
            title: "Configurations refused",
            unit: Short,
            description: "By proxies, within the hour: what the controller made of routes, Envoy does not take.",
            queries: { refused: "sum(increase(xds_nack_total[1h])) or vector(0)" },
            thresholds: { critical: 1 },
        }),
        stat({
            title: "Until the first certificate ends",
            unit: Seconds,
            queries: { left: "min(envoy_listener_ssl_certificate_expiration_unix_time_seconds) - time()" },
            thresholds: { warning: 14 * day, critical: 7 * day, below: true },
        }),
        graph({
            title: "Answers",
            unit: RequestsPerSecond,
            queries: {
                "{{envoy_response_code_class}}xx": `sum by (envoy_response_code_class) (rate(envoy_http_downstream_rq_xx{${ofPeople}}[5m]))`,
            },
        }),
        graph({
            title: "Time of a request",
            unit: Milliseconds,
            queries: {
                median: quantile(0.5, "envoy_http_downstream_rq_time", ofPeople),
                "slowest of twenty": quantile(0.95, "envoy_http_downstream_rq_time", ofPeople),
                "slowest of a hundred": quantile(0.99, "envoy_http_downstream_rq_time", ofPeople),
            },
            thresholds: { warning: 1000, critical: 5000 },
        }),
        graph({
            title: "Errors by what is behind",
            unit: RequestsPerSecond,
            description: "With those that the gateway answers itself, because nothing behind is there.",
            queries: {
                "{{envoy_cluster_name}}": `sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_xx{${ofRoute}${failed}}[5m])) > 0`,
            },
            thresholds: { critical: 1 },
        }),
        graph({
            title: "Slowest of twenty by what is behind",
            unit: Milliseconds,
            queries: {
                "{{envoy_cluster_name}}": quantile(
                    0.95,
                    "envoy_cluster_upstream_rq_time",
                    ofRoute,
                    ", envoy_cluster_name",
                ),
            },
            thresholds: { warning: 1000, critical: 5000 },
        }),
        table({
            title: "Pods behind a route that take no requests",
            unit: Short,
            queries: {
                pods: `sum by (envoy_cluster_name) (envoy_cluster_membership_total{${ofRoute}} - envoy_cluster_membership_healthy{${ofRoute}}) > 0`,
            },
            thresholds: { critical: 1 },
        }),
        graph({
            title: "Connections",
            unit: Short,
            queries: { "{{pod}}": "sum by (pod) (envoy_listener_downstream_cx_active)" },
        }),
        graph({
            title: "Memory of each proxy",
            unit: BytesIEC,
            description: "Envoy sheds load at four fifths of its limit.",
            queries: { "{{pod}}": "sum by (pod) (envoy_server_memory_allocated)" },
        }),
    ],
});
