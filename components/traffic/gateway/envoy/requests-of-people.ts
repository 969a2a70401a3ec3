/** Of the listeners for people: not those of metrics and health. */
export const ofPeople = 'envoy_http_conn_manager_prefix=~"https?-.*"';

/** Requests of people; `envoy_cluster_upstream_rq_xx` says whose their errors are. */
export const requestsOfPeople = {
    metric: "envoy_http_downstream_rq_xx",
    selector: ofPeople,
    errors: 'envoy_response_code_class="5"',
};
