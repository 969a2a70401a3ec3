import { noneUp, type RuleGroup } from "../../platform/rules.ts";

/**
 * Of the time from when a certificate should have been renewed until it ends, the share that has passed, so that one of a
 * day is told of in time as one of a year is. Every replica counts each of them: a certificate is one series, and one
 * alert. One that was never signed has no such time, and is not ready.
 */
const overdue = `max by (namespace, name) ((time() - (certmanager_certificate_renewal_timestamp_seconds != 0)) / (certmanager_certificate_expiration_timestamp_seconds - certmanager_certificate_renewal_timestamp_seconds))`;

/** Requests that were refused for now, by who refused them and which replica asked. */
const limited = `certmanager_http_acme_client_request_count{status="429"}`;
const by = "sum by (host, pod)";

/** The first refusal of a replica is a series that was not there before, though the replica was, and increases nothing. */
const first = `${by} (${limited}) unless ${by} (${limited} offset 1h) and on (pod) certmanager_certificate_ready_status offset 1h`;

/**
 * Renewal begins at two thirds of a certificate's life, a month before the end for the usual 90 days: that it does not
 * work is no reason to get up before the last days.
 */
export const certManagerAlerts: RuleGroup = {
    name: "cert-manager",
    rules: [
        {
            alert: "CertificateExpires",
            expr: `${overdue} > 0.5 <= 0.9`,
            for: "10m",
            severity: "warning",
            summary:
                "Certificate {{ $labels.namespace }}/{{ $labels.name }} was not renewed: {{ $value | humanizePercentage }} of the time to do so before it ends have passed.",
        },
        {
            alert: "CertificateExpiresSoon",
            expr: `${overdue} > 0.9`,
            for: "10m",
            severity: "critical",
            summary:
                "Certificate {{ $labels.namespace }}/{{ $labels.name }} is about to end or has ended: nobody who checks it connects any more.",
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
            expr: `max by (host) (${by} (increase(${limited}[1h])) > 0 or ${first})`,
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
