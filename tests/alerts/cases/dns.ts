import { type Case, down, histogram } from "../case.ts";

const responses = (rcode: string) => `coredns_dns_responses_total{server="dns://:53",rcode="${rcode}"}`;
const pod = `{pod="coredns-1"}`;
const takes = (below: Record<string, number>) =>
    histogram("coredns_dns_request_duration_seconds", `server="dns://:53"`, below);
const forwardTakes = (below: Record<string, number>) =>
    histogram("coredns_proxy_request_duration_seconds", `proxy_name="forward",to="10.0.0.2:53"`, below);

const slow = { "0.512": 0, "1.024": 989, "2.048": 1000 };
const quickEnough = { "0.512": 980, "1.024": 1000, "2.048": 1000 };

export const dns: Case[] = [
    ...down(
        { job: "coredns", namespace: "kube-system" },
        {
            alert: "CoreDNSDown",
            severity: "critical",
            after: "5m",
            says: "No pod of coredns answers: names do not resolve.",
        },
    ),
    {
        alert: "CoreDNSLatencyHigh",
        severity: "warning",
        after: "10m",
        settled: "5m",
        labels: { server: "dns://:53" },
        says: "One in a hundred names takes 1.117s and longer at dns://:53.",
        fires: takes(slow),
        silent: [takes(quickEnough)],
    },
    {
        alert: "CoreDNSErrorsHigh",
        severity: "critical",
        after: "10m",
        settled: "5m",
        labels: { server: "dns://:53" },
        says: "3.5% of the questions to dns://:53 end in SERVFAIL.",
        fires: { [responses("SERVFAIL")]: "0+35", [responses("NOERROR")]: "0+965" },
        silent: [{ [responses("SERVFAIL")]: "0+29", [responses("NOERROR")]: "0+971" }],
    },
    {
        alert: "CoreDNSForwardSlow",
        severity: "warning",
        after: "10m",
        settled: "5m",
        labels: { to: "10.0.0.2:53" },
        says: "One in a hundred names from outside takes 1.117s and longer at 10.0.0.2:53.",
        fires: forwardTakes(slow),
        silent: [forwardTakes(quickEnough)],
        otherwise: { 'proxy_name="forward"': 'proxy_name="grpc"' },
    },
    {
        alert: "CoreDNSForwardUnhealthy",
        severity: "critical",
        after: "10m",
        settled: "5m",
        labels: { pod: "coredns-1" },
        says: "Pod coredns-1 finds no healthy server for names from outside.",
        fires: { [`coredns_forward_healthcheck_broken_total${pod}`]: "0+6" },
        silent: [{ [`coredns_forward_healthcheck_broken_total${pod}`]: "6" }],
    },
    {
        alert: "CoreDNSPanics",
        severity: "warning",
        settled: "5m",
        labels: { pod: "coredns-1" },
        says: "Pod coredns-1 of CoreDNS met a fault of its own and dropped a question.",
        fires: { [`coredns_panics_total${pod}`]: "0x3 1x20" },
        silent: [{ [`coredns_panics_total${pod}`]: "1" }],
    },
    {
        alert: "CoreDNSReloadFailed",
        severity: "warning",
        after: "10m",
        settled: "10m",
        labels: { pod: "coredns-1" },
        says: "Pod coredns-1 does not take its new configuration.",
        fires: { [`coredns_reload_failed_total${pod}`]: "0+2" },
        silent: [{ [`coredns_reload_failed_total${pod}`]: "2" }],
    },
];
