import type { RuleGroup } from "../../platform/rules.ts";

const day = 24 * 60 * 60;

/** Every replica counts every certificate: a certificate is one series, and one alert. */
const timeLeft = "min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds > 0) - time()";

/**
 * On certificates and on who keeps them. Renewal begins at two thirds of a certificate's life, a month before the end
 * for the usual 90 days: that it does not work is no reason to get up until the last day.
 */
export const alerts: RuleGroup[] = [
    {
        name: "certificates",
        rules: [
            {
                alert: "CertificateExpires",
                expr: `${timeLeft} < ${7 * day} and ${timeLeft} >= ${day}`,
                for: "10m",
                severity: "warning",
                summary:
                    "The certificate {{ $labels.namespace }}/{{ $labels.name }} ends in {{ $value | humanizeDuration }} and was not renewed.",
            },
            {
                alert: "CertificateExpiresToday",
                expr: `${timeLeft} < ${day}`,
                for: "10m",
                severity: "critical",
                summary:
                    "The certificate {{ $labels.namespace }}/{{ $labels.name }} ends in {{ $value | humanizeDuration }}: after that nobody can connect.",
            },
            {
                alert: "CertificateNotReady",
                expr: 'max by (namespace, name) (certmanager_certificate_ready_status{condition!="True"}) == 1',
                for: "1h",
                severity: "warning",
                summary: "The certificate {{ $labels.namespace }}/{{ $labels.name }} has not been ready for an hour.",
            },
            {
                alert: "CertificateIssuerNotReady",
                expr: 'max by (name) (certmanager_clusterissuer_ready_status{condition!="True"}) == 1',
                for: "15m",
                severity: "warning",
                summary: "The ClusterIssuer {{ $labels.name }} signs nothing.",
            },
            {
                alert: "CertificateAuthorityRateLimited",
                expr: 'sum by (host) (increase(certmanager_http_acme_client_request_count{status="429"}[1h])) > 0',
                severity: "warning",
                summary: "{{ $labels.host }} refuses more requests for certificates of this cluster for now.",
            },
            {
                alert: "CertManagerAbsent",
                expr: 'absent(up{namespace="cert-manager", job="cert-manager"} == 1)',
                for: "15m",
                severity: "warning",
                summary: "No cert-manager answers: no certificate is renewed.",
            },
        ],
    },
];
