import type { RuleGroup } from "../../../platform/rules.ts";
import { gatewayControllerDown, gatewayDown } from "../gateway-down.ts";

const day = 24 * 60 * 60;

/** @param name of the release, which is its namespace's too */
export const envoyGatewayAlerts = (name: string): RuleGroup => ({
    name,
    rules: [
        gatewayDown(name),
        gatewayControllerDown(name),
        {
            alert: "GatewayRefusesConfiguration",
            expr: "sum by (namespace) (increase(xds_nack_total[10m])) > 0",
            for: "10m",
            severity: "critical",
            summary:
                "Proxies of {{ $labels.namespace }} refuse what the controller tells them: no change of a route counts.",
        },
        {
            alert: "GatewayObjectsNotApplied",
            expr: 'sum by (kind) (increase(resource_apply_total{status="failure"}[10m])) > 0',
            for: "15m",
            severity: "warning",
            summary: "The controller of the gateway could not write its {{ $labels.kind }} for 15 minutes.",
        },
        {
            // cert-manager renews a month before the end; this one is somebody's own, or was not read again.
            alert: "GatewayCertificateExpires",
            expr: `min by (envoy_tls_certificate) (envoy_listener_ssl_certificate_expiration_unix_time_seconds) - time() < ${7 * day}`,
            for: "1h",
            severity: "warning",
            summary:
                "The gateway serves {{ $labels.envoy_tls_certificate }}, which ends in {{ $value | humanizeDuration }}.",
        },
    ],
});
