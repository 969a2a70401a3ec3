import * as f from "../../configuration/fields.ts";

/**
 * Where traces are kept. `tempo` keeps them on S3, and Grafana leads from a trace to its logs and metrics; `xray` is AWS
 * X-Ray, which runs nothing in the cluster but the collector, and is read in the console of CloudWatch.
 */
export const TraceStore = { none: "none", tempo: "tempo", xray: "xray" } as const;
export type TraceStore = (typeof TraceStore)[keyof typeof TraceStore];

/** Traces of requests through the workloads, as OpenTelemetry takes them. */
export interface TracesArgs {
    /**
     * Where traces are kept. Either store comes with an OpenTelemetry Collector, at
     * `opentelemetry-collector.opentelemetry-collector:4317` (gRPC) and `:4318` (HTTP). Those may send that have
     * `ownCharts[].sendsTraces`, and namespaces with the label `production-cluster/sends-traces: "true"`. `tempo` needs
     * about 0.5 vCPU and 3 GiB more of the system nodes, and S3; `xray` is paid by the trace. Default `none`.
     */
    store?: TraceStore;
    /** Days that Tempo keeps traces, from 1 to 90; X-Ray has 30 of its own. Default 14. */
    retentionDays?: number;
    /**
     * Share of the traces that is kept, in percent, a trace whole or not at all. Rates, errors and durations are counted
     * before. Default 100.
     */
    samplingPercentage?: number;
}

export const traces = f.object({
    store: f.oneOf(TraceStore).default("none"),
    retentionDays: f.integer(1, 90).default(14),
    samplingPercentage: f.integer(1, 100).default(100),
});
