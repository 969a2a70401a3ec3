import { type Case, down } from "../case.ts";

const namespace = "envoy-gateway";
const refusals =
    'xds_nack_total{namespace="envoy-gateway",nodeID="gateway-1",typeURL="type.googleapis.com/envoy.config.listener.v3.Listener"}';
const failures = 'resource_apply_total{namespace="envoy-gateway",kind="Service",status="failure",reason="error"}';
const certificate =
    'envoy_listener_ssl_certificate_expiration_unix_time_seconds{pod="gateway-1",envoy_tls_certificate="shop/own-tls"}';

export const gateway: Case[] = [
    ...down(
        { job: "envoy-gateway/proxies", namespace },
        {
            alert: "GatewayDown",
            severity: "critical",
            after: "3m",
            says: "No pod of envoy-gateway/proxies answers: nobody reaches what is behind the gateway.",
        },
    ),
    ...down(
        { job: "envoy-gateway/controller", namespace },
        {
            alert: "GatewayControllerDown",
            severity: "warning",
            after: "10m",
            says: "No pod of envoy-gateway/controller answers: the proxies go on with the routes and pods that they know.",
        },
    ),
    {
        alert: "GatewayRefusesConfiguration",
        severity: "critical",
        after: "10m",
        settled: "10m",
        labels: { namespace },
        says: "Proxies of envoy-gateway refuse what the controller tells them: no change of a route counts.",
        fires: { [refusals]: "0+0.09" },
        silent: [{ [refusals]: "6" }],
    },
    {
        alert: "GatewayObjectsNotApplied",
        severity: "warning",
        after: "15m",
        settled: "10m",
        labels: { kind: "Service" },
        says: "The controller of the gateway could not write its Service for 15 minutes.",
        fires: { [failures]: "0+0.09" },
        silent: [{ [failures]: "6" }],
        otherwise: { 'status="failure"': 'status="success"' },
    },
    {
        alert: "GatewayCertificateExpires",
        severity: "warning",
        after: "1h",
        labels: { envoy_tls_certificate: "shop/own-tls" },
        says: "The gateway serves shop/own-tls, which ends in 5d 23h 0m 0s.",
        fires: { [certificate]: String(6 * 24 * 60 * 60) },
        silent: [{ [certificate]: String(8 * 24 * 60 * 60) }],
    },
];
