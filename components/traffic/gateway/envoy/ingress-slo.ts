import { failedRequests, sloRules } from "../../../platform/slo.ts";

/** Of the listeners for people: not those of metrics and health. */
export const ofPeople = 'envoy_http_conn_manager_prefix=~"https?-.*"';

/**
 * What people get through the gateway: an answer, and not an error of the gateway or of what is behind it. Both count,
 * as who asks cannot tell them apart; `envoy_cluster_upstream_rq_xx` says whose they are.
 */
export const ingressSlo = sloRules({
    name: "ingress",
    service: "gateway",
    objective: 0.995,
    errorRatio: failedRequests({
        metric: "envoy_http_downstream_rq_xx",
        selector: ofPeople,
        errors: 'envoy_response_code_class="5"',
    }),
});
