import { BytesIEC, PercentUnit, RequestsPerSecond, Seconds, Short } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, stat } from "../../../platform/panels.ts";
import { entryPoint } from "./traefik-gateway-values.ts";

const day = 86_400;

const ofPeople = `entrypoint="${entryPoint}"`;
const failed = 'code=~"5.."';

const answers = (more = "") => `sum(rate(traefik_entrypoint_requests_total{${ofPeople}${more}}[5m]))`;

const quantile = (share: number, of: "entrypoint" | "service", labels = "", by = "") =>
    `histogram_quantile(${share}, sum by (le${by}) (rate(traefik_${of}_request_duration_seconds_bucket{${labels}}[5m])))`;

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
            queries: { errors: `(${answers(`,${failed}`)} or vector(0)) / (${answers()} > 0)` },
            thresholds: { warning: 0.005, critical: 0.05 },
        }),
        stat({
            title: "Slowest of a hundred requests",
            unit: Seconds,
            queries: { slowest: quantile(0.99, "entrypoint", ofPeople) },
            thresholds: { warning: 1, critical: 5 },
        }),
        stat({
            title: "Proxies",
            unit: Short,
            queries: { proxies: "count(traefik_config_last_reload_success) or vector(0)" },
            thresholds: { warning: 3, critical: 2, below: true },
        }),
        stat({
            title: "Since routes were last read",
            unit: Seconds,
            description: "By the proxy that has waited longest. Long is well where nobody changes a route.",
            queries: { since: "time() - min(traefik_config_last_reload_success)" },
        }),
        stat({
            title: "Until the first certificate ends",
            unit: Seconds,
            queries: { left: "min(traefik_tls_certs_not_after) - time()" },
            thresholds: { warning: 14 * day, critical: 7 * day, below: true },
        }),
        graph({
            title: "Answers",
            unit: RequestsPerSecond,
            queries: { "{{code}}": `sum by (code) (rate(traefik_entrypoint_requests_total{${ofPeople}}[5m]))` },
        }),
        graph({
            title: "Time of a request",
            unit: Seconds,
            queries: {
                median: quantile(0.5, "entrypoint", ofPeople),
                "slowest of twenty": quantile(0.95, "entrypoint", ofPeople),
                "slowest of a hundred": quantile(0.99, "entrypoint", ofPeople),
            },
            thresholds: { warning: 1, critical: 5 },
        }),
        graph({
            title: "Errors by what is behind",
            unit: RequestsPerSecond,
            queries: { "{{service}}": `sum by (service) (rate(traefik_service_requests_total{${failed}}[5m])) > 0` },
            thresholds: { critical: 1 },
        }),
        graph({
            title: "Slowest of twenty by what is behind",
            unit: Seconds,
            queries: { "{{service}}": quantile(0.95, "service", "", ", service") },
            thresholds: { warning: 1, critical: 5 },
        }),
        graph({
            title: "Connections",
            unit: Short,
            queries: { "{{pod}}": "sum by (pod) (traefik_open_connections)" },
        }),
        graph({
            title: "Memory of each proxy",
            unit: BytesIEC,
            queries: {
                "{{pod}}":
                    'sum by (pod) (container_memory_working_set_bytes{namespace="traefik-gateway", container="traefik"})',
            },
        }),
    ],
});
