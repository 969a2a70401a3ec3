import type { Alert, RuleGroup } from "../platform/rules.ts";
import { burnAlerts, failedRequests, ratioOf, type Slo, sloRules, slowRequests } from "../platform/slo.ts";
import type { Settings } from "../settings.ts";

/** What the platform promises itself. A third one, of what comes in from outside, is the gateway's. */
export const ownSlos: readonly Slo[] = [
    {
        // With the objective of kube-prometheus-stack, which measures how fast answers are, too, and tells of it.
        name: "api-server",
        service: "kubernetes",
        objective: 0.99,
        errorRatio: (window) => `sum(apiserver_request:burnrate${window})`,
        alertedBy: "KubeAPIErrorBudgetBurn",
    },
    {
        name: "dns",
        service: "coredns",
        objective: 0.999,
        errorRatio: failedRequests({ metric: "coredns_dns_responses_total", errors: 'rcode="SERVFAIL"' }),
    },
];

/** An objective as somebody configures it. */
function configured({ availability, latency, objective, ...slo }: Settings["slos"][number]): Slo {
    const errorRatio = availability ? failedRequests(availability) : latency && slowRequests(latency);
    if (!errorRatio) throw new Error(`The objective ${slo.name} says of no request whether it is good`);
    return { ...slo, objective: Number((objective / 100).toPrecision(6)), errorRatio };
}

/** Recorded series of all objectives, and the alert on those that nobody else tells of. */
export const sloGroups = (slos: Settings["slos"]): RuleGroup[] => [
    ...[...ownSlos, ...slos.map(configured)].map(sloRules),
    { name: "error-budgets", rules: burnAlerts.map(burning) },
];

function burning({ burnRate, long, short, severity }: (typeof burnAlerts)[number]): Alert {
    const over = (series: string) => `${series} > on (slo) group_left () (${burnRate} * (1 - slo:objective:ratio))`;
    return {
        alert: "ErrorBudgetBurn",
        expr: `${over(`${ratioOf(long)}{alerted_by=""}`)} and ${over(ratioOf(short))}`,
        severity,
        labels: { window: long },
        summary: `{{ $labels.slo }} of {{ $labels.service }} uses up its error budget ${burnRate} times as fast as it may: {{ $value | humanizePercentage }} of the requests of ${long} were not good.`,
    };
}
