import type { RuleGroup } from "./rules.ts";

/**
 * A service level objective: the share of events that must go well, over 30 days. What may go wrong is its error
 * budget; a burn rate of 1 uses it up in 30 days, one of 14.4 in 50 hours (https://sre.google/workbook/alerting-on-slos/).
 */
export interface Slo {
    /** Unique in the cluster. */
    name: string;
    /** What people call what it is of. */
    service: string;
    /** Label of its alerts, for routes. Default: none. */
    team?: string;
    /** Above 0.95, or the fastest alert could never fire; below 1. */
    objective: number;
    /** PromQL: which share of events went wrong within a window. */
    errorRatio(window: string): string;
    /** Alert of somebody else that tells of it. Default: `ErrorBudgetBurn`. */
    alertedBy?: string;
}

/** A pair of windows: the long one says that it matters, the short one that it still goes on. */
export interface BurnAlert {
    burnRate: number;
    long: string;
    short: string;
    severity: "critical" | "warning";
}

/** As the workbook recommends: 2 % of the budget within an hour, 5 % within six, 10 % within a day, and within three. */
export const burnAlerts: readonly BurnAlert[] = [
    { burnRate: 14.4, long: "1h", short: "5m", severity: "critical" },
    { burnRate: 6, long: "6h", short: "30m", severity: "critical" },
    { burnRate: 3, long: "1d", short: "2h", severity: "warning" },
    { burnRate: 1, long: "3d", short: "6h", severity: "warning" },
];

/** Every window that an alert looks at, shortest first. */
export const windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"] as const;

export const ratioOf = (window: string): string => `slo:errors:ratio_rate${window}`;

/** What a part records of an objective: alerts and the dashboard read it, whoever's it is. */
export function sloRules({ name, service, team, objective, errorRatio, alertedBy }: Slo): RuleGroup {
    const labels = { slo: name, service, ...(team && { team }), ...(alertedBy && { alerted_by: alertedBy }) };
    const budget = Number((1 - objective).toPrecision(6));
    return {
        name: `slo-${name}`,
        interval: "1m",
        rules: [
            { record: "slo:objective:ratio", expr: `vector(${objective})`, labels },
            ...windows.map((window) => ({ record: ratioOf(window), expr: errorRatio(window), labels })),
            {
                // Of the history that Prometheus keeps, where that is shorter.
                record: "slo:error_budget:remaining",
                expr: `1 - avg_over_time(${ratioOf("5m")}{slo="${name}"}[30d]) / ${budget}`,
                labels,
            },
        ],
    };
}

/** Where nothing was asked nothing went wrong, and there is no ratio. */
const ratio = (wrong: string, all: string): string => `(${wrong} or vector(0)) / (${all} > 0)`;

const series = (metric: string, ...selectors: (string | undefined)[]): string =>
    `${metric}{${selectors.filter((selector) => selector).join(",")}}`;

/** Availability: of the requests that a counter counts, those that failed. */
export const failedRequests =
    ({ metric, selector, errors }: { metric: string; selector?: string; errors: string }): Slo["errorRatio"] =>
    (window) =>
        ratio(
            `sum(rate(${series(metric, selector, errors)}[${window}]))`,
            `sum(rate(${series(metric, selector)}[${window}]))`,
        );

/** Prometheus 3 writes the bound of a bucket as a float, so 1 as 1.0. */
const bucket = (within: string): string => (within.includes(".") ? `le="${within}"` : `le=~"${within}|${within}[.]0"`);

/** Latency: of the requests in a histogram, those that took longer than the bound of one of its buckets. */
export const slowRequests =
    ({ histogram, selector, within }: { histogram: string; selector?: string; within: string }): Slo["errorRatio"] =>
    (window) => {
        const all = `sum(rate(${series(`${histogram}_count`, selector)}[${window}]))`;
        const fast = `sum(rate(${series(`${histogram}_bucket`, selector, bucket(within))}[${window}]))`;
        return `1 - ${fast} / (${all} > 0)`;
    };
