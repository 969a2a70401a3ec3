import {
    BytesIEC,
    Milliseconds,
    PercentUnit,
    RequestsPerSecond,
    Seconds,
    Short,
} from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, type PanelArgs, stat } from "../../platform/panels.ts";

type Queries = PanelArgs["queries"];
type Panel = ReturnType<typeof graph>;

const day = 86_400;

/** What a dashboard of requests has, whatever the engine counts. */
export const common = {
    requests: (aSecond: string, more: Partial<PanelArgs> = {}) =>
        stat({ title: "Requests", unit: RequestsPerSecond, queries: { requests: `${aSecond} or vector(0)` }, ...more }),
    proxies: (count: string) =>
        stat({
            title: "Proxies",
            unit: Short,
            queries: { proxies: `${count} or vector(0)` },
            thresholds: { warning: 3, critical: 2, below: true },
        }),
    /** @param end in seconds since 1970 */
    firstEnd: (end: string, more: Partial<PanelArgs> = {}) =>
        stat({
            title: "Until the first certificate ends",
            unit: Seconds,
            queries: { left: `${end} - time()` },
            thresholds: { warning: 14 * day, critical: 7 * day, below: true },
            ...more,
        }),
    connections: (count: string) => graph({ title: "Connections", unit: Short, queries: { "{{pod}}": count } }),
    memory: (of: Source["memory"]) => graph({ title: "Memory of each proxy", unit: BytesIEC, ...of }),
};

/** What the proxies of an engine count, in PromQL. */
interface Source {
    /** Requests of people in a second, all of them or those that ended as errors. */
    readonly answers: { readonly all: string; readonly failed: string };
    /** Requests in a second, by how they ended. */
    readonly byCode: Queries;
    /** Time in which a share of the requests of people is over. */
    quantile(share: number): string;
    /** Whether times are milliseconds. Default: seconds. */
    readonly inMilliseconds?: true;
    /** How many proxies there are. */
    readonly proxies: string;
    /** Whether the proxies have what they should, as one number. */
    readonly configuration: Panel;
    /** When the first certificate ends, in seconds since 1970. */
    readonly firstEnd: string;
    /** Errors in a second, and the time in which 19 of 20 requests are over, by what is behind. */
    readonly behind: { readonly failed: Queries; readonly slowest: Queries };
    /** Why there are more errors than what is behind makes. Default: there are not. */
    readonly failedElsewhere?: string;
    /** Of pods behind the gateway. Default: the engine counts nothing. */
    readonly pods?: Panel;
    readonly connections: string;
    readonly memory: Pick<PanelArgs, "queries" | "description">;
}

/** Whether people get answers, and whose fault it is where they do not. */
export function requestsDashboard(source: Source) {
    const { answers, behind, quantile } = source;
    const unit = source.inMilliseconds ? Milliseconds : Seconds;
    const second = source.inMilliseconds ? 1000 : 1;
    const thresholds = { warning: second, critical: 5 * second };
    return dashboard({
        name: "requests",
        title: "Requests through the gateway",
        description: "How many come in, how many fail, how long they take; and which service behind it is to blame.",
        next: ["slos"],
        panels: [
            common.requests(answers.all),
            stat({
                title: "Answers that are errors",
                unit: PercentUnit,
                queries: { errors: `(${answers.failed} or vector(0)) / (${answers.all} > 0)` },
                thresholds: { warning: 0.005, critical: 0.05 },
            }),
            stat({ title: "Slowest of a hundred requests", unit, queries: { slowest: quantile(0.99) }, thresholds }),
            common.proxies(source.proxies),
            source.configuration,
            common.firstEnd(source.firstEnd),
            graph({ title: "Answers", unit: RequestsPerSecond, queries: source.byCode }),
            graph({
                title: "Time of a request",
                unit,
                queries: {
                    median: quantile(0.5),
                    "slowest of twenty": quantile(0.95),
                    "slowest of a hundred": quantile(0.99),
                },
                thresholds,
            }),
            graph({
                title: "Errors by what is behind",
                unit: RequestsPerSecond,
                ...(source.failedElsewhere && { description: source.failedElsewhere }),
                queries: behind.failed,
                thresholds: { critical: 1 },
            }),
            graph({ title: "Slowest of twenty by what is behind", unit, queries: behind.slowest, thresholds }),
            ...(source.pods ? [source.pods] : []),
            common.connections(source.connections),
            common.memory(source.memory),
        ],
    });
}

/** The time in which a share of what a histogram counts is over. */
export const quantileOf = (share: number, histogram: string, labels: string, by = ""): string =>
    `histogram_quantile(${share}, sum by (le${by}) (rate(${histogram}_bucket{${labels}}[5m])))`;
