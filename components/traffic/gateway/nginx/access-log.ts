/** One line a request, as JSON; without the query, in which tokens are sent. Times are seconds. */
export const accessLog = {
    start_time: "$time_iso8601",
    client: "$remote_addr",
    method: "$request_method",
    host: "$gw_api_compliant_host",
    path: "$request_uri_path",
    protocol: "$server_protocol",
    tls_version: "$ssl_protocol",
    response_code: "$status",
    bytes_received: "$request_length",
    bytes_sent: "$bytes_sent",
    request_time: "$request_time",
    upstream: "$upstream_addr",
    upstream_status: "$upstream_status",
    upstream_time: "$upstream_response_time",
    request_id: "$request_id",
    user_agent: "$http_user_agent",
};
