import { Seconds } from "@grafana/grafana-foundation-sdk/units";
import { stat } from "../../../platform/panels.ts";
import { quantileOf, requestsDashboard } from "../requests-dashboard.ts";
import { entryPoint } from "./traefik-gateway-values.ts";

const ofPeople = `entrypoint="${entryPoint}"`;
const failed = 'code=~"5.."';

const answers = (more = "") => `sum(rate(traefik_entrypoint_requests_total{${ofPeople}${more}}[5m]))`;

export const requests = requestsDashboard({
    answers: { all: answers(), failed: answers(`,${failed}`) },
    byCode: { "{{code}}": `sum by (code) (rate(traefik_entrypoint_requests_total{${ofPeople}}[5m]))` },
    quantile: (share) => quantileOf(share, "traefik_entrypoint_request_duration_seconds", ofPeople),
    proxies: "count(traefik_config_last_reload_success)",
    configuration: stat({
        title: "Since routes were last read",
        unit: Seconds,
        description: "By the proxy that has waited longest. Long is well where nobody changes a route.",
        queries: { since: "time() - min(traefik_config_last_reload_success)" },
    }),
    firstEnd: "min(traefik_tls_certs_not_after)",
    behind: {
        failed: { "{{service}}": `sum by (service) (rate(traefik_service_requests_total{${failed}}[5m])) > 0` },
        slowest: { "{{service}}": quantileOf(0.95, "traefik_service_request_duration_seconds", "", ", service") },
    },
    connections: "sum by (pod) (traefik_open_connections)",
    memory: {
        queries: {
            "{{pod}}":
                'sum by (pod) (container_memory_working_set_bytes{namespace="traefik-gateway", container="traefik"})',
        },
    },
});
