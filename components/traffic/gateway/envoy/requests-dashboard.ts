import { Short } from "@grafana/grafana-foundation-sdk/units";
import { stat, table } from "../../../platform/panels.ts";
import { quantileOf, requestsDashboard } from "../requests-dashboard.ts";
import { ofPeople } from "./requests-of-people.ts";

const answers = (more = "") => `sum(rate(envoy_http_downstream_rq_xx{${ofPeople}${more}}[5m]))`;
const failed = ',envoy_response_code_class="5"';
const ofRoute = 'envoy_cluster_name!~"xds_cluster|prometheus_stats"';

export const requests = requestsDashboard({
    answers: { all: answers(), failed: answers(failed) },
    byCode: {
        "{{envoy_response_code_class}}xx": `sum by (envoy_response_code_class) (rate(envoy_http_downstream_rq_xx{${ofPeople}}[5m]))`,
    },
    quantile: (share) => quantileOf(share, "envoy_http_downstream_rq_time", ofPeople),
    inMilliseconds: true,
    proxies: "sum(envoy_server_live)",
    configuration: stat({
        title: "Configurations refused",
        unit: Short,
        description: "By proxies, within the hour: what the controller made of routes, Envoy does not take.",
        queries: { refused: "sum(increase(xds_nack_total[1h])) or vector(0)" },
        thresholds: { critical: 1 },
    }),
    firstEnd: "min(envoy_listener_ssl_certificate_expiration_unix_time_seconds)",
    behind: {
        failed: {
            "{{envoy_cluster_name}}": `sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_xx{${ofRoute}${failed}}[5m])) > 0`,
        },
        slowest: {
            "{{envoy_cluster_name}}": quantileOf(
                0.95,
                "envoy_cluster_upstream_rq_time",
                ofRoute,
                ", envoy_cluster_name",
            ),
        },
    },
    failedElsewhere: "With those that the gateway answers itself, because nothing behind is there.",
    pods: table({
        title: "Pods behind a route that take no requests",
        unit: Short,
        queries: {
            pods: `sum by (envoy_cluster_name) (envoy_cluster_membership_total{${ofRoute}} - envoy_cluster_membership_healthy{${ofRoute}}) > 0`,
        },
        thresholds: { critical: 1 },
    }),
    connections: "sum by (pod) (envoy_listener_downstream_cx_active)",
    memory: {
        queries: { "{{pod}}": "sum by (pod) (envoy_server_memory_allocated)" },
        description: "Envoy sheds load at four fifths of its limit.",
    },
});
