import type { DataSource, Offers } from "../offers.ts";

/** The way from a metric to a trace that it was counted of, in the words of kube-prometheus-stack. */
export const toTraces = ({ traces }: Offers) =>
    traces?.source && {
        datasourceUid: traces.source.dataSource.uid,
        traceIdLabelName: "trace_id",
        urlDisplayLabel: "Trace",
    };

/**
 * What Grafana reads beside Prometheus, with the ways between them: a line of a log leads to its trace, a trace to its
 * logs and to the rates of its service. A `$` is doubled where Grafana would put a variable of its environment.
 */
export function dataSources({ logs, traces }: Offers, more: readonly DataSource[]): DataSource[] {
    const { dataSource: log } = logs ?? {};
    const { dataSource: trace } = traces?.source ?? {};
    return [
        ...(log ? [trace && log.type === "loki" ? withTraces(log, trace) : log] : []),
        ...(trace ? [withLogsAndMetrics(trace, log)] : []),
        ...more,
    ];
}

/** Both spellings of the field that libraries write the id into. */
const traceId = String.raw`"(?:trace_id|traceId|traceid)":\s*"(\w+)"`;

const withTraces = (log: DataSource, { uid }: DataSource): DataSource => ({
    ...log,
    jsonData: {
        derivedFields: [{ name: "Trace", datasourceUid: uid, matcherRegex: traceId, url: "$$" + "{__value.raw}" }],
    },
});

const withLogsAndMetrics = (trace: DataSource, log: DataSource | undefined): DataSource => ({
    ...trace,
    jsonData: {
        ...(log?.type === "loki" && {
            tracesToLogsV2: {
                datasourceUid: log.uid,
                spanStartTimeShift: "-5m",
                spanEndTimeShift: "5m",
                tags: [{ key: "k8s.namespace.name", value: "namespace" }],
                filterByTraceID: true,
            },
        }),
        tracesToMetrics: {
            datasourceUid: "prometheus",
            spanStartTimeShift: "-30m",
            spanEndTimeShift: "30m",
            tags: [
                { key: "service.name", value: "service_name" },
                { key: "k8s.namespace.name", value: "k8s_namespace_name" },
            ],
            queries: [
                { name: "Requests per second", query: "sum(rate(traces_span_metrics_calls_total{$$__tags}[5m]))" },
                {
                    name: "Errors per second",
                    query: 'sum(rate(traces_span_metrics_calls_total{$$__tags,status_code="STATUS_CODE_ERROR"}[5m]))',
                },
                {
                    name: "Duration, 95th percentile",
                    query: "histogram_quantile(0.95, sum by (le) (rate(traces_span_metrics_duration_seconds_bucket{$$__tags}[5m])))",
                },
            ],
        },
        nodeGraph: { enabled: true },
    },
});
