import { noneUp, type RuleGroup } from "../../platform/rules.ts";

export const dnsAlerts: RuleGroup = {
    name: "dns",
    rules: [
        {
            alert: "CoreDNSDown",
            expr: noneUp("kube-system", "coredns"),
            for: "5m",
            severity: "critical",
            summary: "No pod of {{ $labels.job }} answers: names do not resolve.",
        },
        {
            alert: "CoreDNSLatencyHigh",
            expr: "histogram_quantile(0.99, sum by (server, le) (rate(coredns_dns_request_duration_seconds_bucket[5m]))) > 1",
            for: "10m",
            severity: "warning",
            summary: "One in a hundred names takes {{ $value | humanizeDuration }} and longer at {{ $labels.server }}.",
        },
        {
            alert: "CoreDNSErrorsHigh",
            expr: `sum by (server) (rate(coredns_dns_responses_total{rcode="SERVFAIL"}[5m])) / sum by (server) (rate(coredns_dns_responses_total[5m])) > 0.03`,
            for: "10m",
            severity: "critical",
            summary: "{{ $value | humanizePercentage }} of the questions to {{ $labels.server }} end in SERVFAIL.",
        },
        {
            alert: "CoreDNSForwardSlow",
            expr: `histogram_quantile(0.99, sum by (to, le) (rate(coredns_proxy_request_duration_seconds_bucket{proxy_name="forward"}[5m]))) > 1`,
            for: "10m",
            severity: "warning",
            summary:
                "One in a hundred names from outside takes {{ $value | humanizeDuration }} and longer at {{ $labels.to }}.",
        },
        {
            alert: "CoreDNSForwardUnhealthy",
            expr: "sum by (pod) (rate(coredns_forward_healthcheck_broken_total[5m])) > 0",
            for: "10m",
            severity: "critical",
            summary: "Pod {{ $labels.pod }} finds no healthy server for names from outside.",
        },
        {
            alert: "CoreDNSPanics",
            expr: "sum by (pod) (changes(coredns_panics_total[10m])) > 0",
            severity: "warning",
            summary: "Pod {{ $labels.pod }} of CoreDNS met a fault of its own and dropped a question.",
        },
        {
            alert: "CoreDNSReloadFailed",
            expr: "sum by (pod) (rate(coredns_reload_failed_total[10m])) > 0",
            for: "10m",
            severity: "warning",
            summary: "Pod {{ $labels.pod }} does not take its new configuration.",
        },
    ],
};
