import * as f from "../configuration/fields.ts";

/** Requests by a counter: which of them failed. */
export interface SloAvailabilityArgs {
    /** Name of the counter, such as `http_requests_total`. */
    metric: string;
    /** Labels of the requests that count, as PromQL writes them: `namespace="shop",job="web"`. Default: all of them. */
    selector?: string;
    /** Labels of those that failed, beside: `code=~"5.."`. */
    errors: string;
}

/** Requests by a histogram: which of them took too long. */
export interface SloLatencyArgs {
    /** Name of the histogram, without `_bucket`. */
    histogram: string;
    /** Labels of the requests that count, as PromQL writes them. Default: all of them. */
    selector?: string;
    /** Seconds within which an answer is good, as a bucket of the histogram has it in its label `le`: `0.5`. */
    within: string;
}

/** A service level objective over 30 days: recorded, shown, and told of when its error budget burns. */
export interface SloArgs {
    /** Name, unique in the cluster; an RFC 1123 label. */
    name: string;
    /** What people call the service. */
    service: string;
    /** Label `team` of its alerts, for routes. Default: none. */
    team?: string;
    /** Percent of requests that must be good: 95 to 99.99, so that every alert can fire and somebody can react. */
    objective: number;
    /** What a good request is, by whether it failed. Give this or `latency`. Default: none. */
    availability?: SloAvailabilityArgs;
    /** What a good request is, by how long it took. Give this or `availability`. Default: none. */
    latency?: SloLatencyArgs;
}

const metric = f.unquotedPattern(/^[a-zA-Z_:][\w:]*$/, "the name of a metric, without labels");

/** One that PromQL takes: nothing that somebody writes here is more than labels. */
const selector = f.unquotedPattern(
    /^[a-zA-Z_]\w*\s*(=|!=|=~|!~)\s*"([^"\\]|\\.)*"(\s*,\s*[a-zA-Z_]\w*\s*(=|!=|=~|!~)\s*"([^"\\]|\\.)*")*$/,
    'labels as PromQL writes them, such as namespace="shop",code=~"5.."',
);

const slo = f.object({
    name: f.label,
    service: f.labelValue,
    team: f.labelValue.optional(),
    objective: f.number(95, 99.99),
    availability: f.object({ metric, selector: selector.optional(), errors: selector }).optional(),
    latency: f
        .object({
            histogram: metric,
            selector: selector.optional(),
            within: f.unquotedPattern(/^\d+(\.\d+)?$/, "seconds, such as 0.5"),
        })
        .optional(),
});

export const slos = f.list(slo, { of: ({ name }) => name, because: ": its series are told apart by its name" });
