import { noneUp, type RuleGroup } from "../../platform/rules.ts";

const day = 24 * 60 * 60;

/** Seconds until certificates end. Every replica counts each of them: a certificate is one series, and one alert. */
const timeLeft = (condition = "") =>
    `min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds${condition}) - time()`;

/**
 * Renewal begins at two thirds of a certificate's life, a month before the end for the usual 90 days: that it does not
 * work is no reason to get up before the last day.
 */
export const certManagerAlerts: RuleGroup = {
    name: "cert-manager",
    rules: [
        {
            alert: "CertificateExpires",
            expr: `${timeLeft()} < ${7 * day} >= ${day}`,
            for: "10m",
            severity: "warning",
            summary:
                "Certificate {{ $labels.namespace }}/{{ $labels.name }} ends in {{ $value | humanizeDuration }}, and was not renewed.",
        },
        {
            alert: "CertificateExpiresToday",
            // One that was never signed ends at 0, and is not ready.
            expr: `${timeLeft(" != 0")} < ${day}`,
            for: "10m",
            severity: "critical",
            summary:
                "Certificate {{ $labels.namespace }}/{{ $labels.name }} ends within a day or has ended: nobody who checks it connects any more.",
        },
        {
            alert: "CertificateNotReady",
            expr: 'max by (namespace, name) (certmanager_certificate_ready_status{condition!="True"}) == 1',
            for: "1h",
            severity: "warning",
            summary: "Certificate {{ $labels.namespace }}/{{ $labels.name }} has not been ready for an hour.",
        },
        {
            alert: "CertificateIssuerNotReady",
            expr: 'max by (name) (certmanager_clusterissuer_ready_status{condition!="True"}) == 1',
            for: "15m",
            severity: "warning",
            summary: "ClusterIssuer {{ $labels.name }} has signed nothing for 15 minutes.",
        },
        {
            alert: "CertificateAuthorityRateLimited",
            expr: 'sum by (host) (increase(certmanager_http_acme_client_request_count{status="429"}[1h])) > 0',
            severity: "warning",
            summary: "{{ $labels.host }} takes no more requests for certificates of this cluster for now.",
        },
        {
            alert: "CertManagerDown",
            expr: noneUp("cert-manager", "cert-manager"),
            for: "15m",
            severity: "warning",
            summary: "No pod of {{ $labels.job }} answers: no certificate is made or renewed.",
        },
    ],
};
