import type { TraceExporter } from "../../offers.ts";

export const ports = { otlpGrpc: 4317, otlpHttp: 4318, telemetry: 8888, spanMetrics: 8889 };

/** The collector's own address, as its configuration names a variable of its environment. */
const address = "$" + "{env:MY_POD_IP}";
const here = (port: number) => `${address}:${port}`;

/**
 * The whole configuration of the collector; the chart's own has receivers that nobody uses. Metrics are counted of all
 * traces, then those are dropped that are not kept
 * (https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.158.0).
 */
export const collectorConfig = ({ name, settings }: TraceExporter, samplingPercentage: number) => ({
    receivers: {
        otlp: {
            protocols: { grpc: { endpoint: here(ports.otlpGrpc) }, http: { endpoint: here(ports.otlpHttp) } },
        },
    },
    processors: {
        memory_limiter: { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 25 },
        k8s_attributes: {
            extract: {
                metadata: ["k8s.namespace.name", "k8s.pod.name", "k8s.deployment.name", "k8s.node.name"],
            },
            pod_association: [{ sources: [{ from: "connection" }] }],
        },
        // By the trace's id: every collector decides alike.
        probabilistic_sampler: { sampling_percentage: samplingPercentage },
        batch: {},
    },
    connectors: {
        span_metrics: {
            histogram: { unit: "s" },
            dimensions: [{ name: "k8s.namespace.name" }],
            exemplars: { enabled: true },
            metrics_expiration: "5m",
            // Names of spans are chosen by applications: one that puts ids into them is counted as one series beyond.
            aggregation_cardinality_limit: 5000,
        },
        forward: {},
    },
    exporters: {
        [name]: {
            ...settings,
            ...(name === "awsxray"
                ? {}
                : { sending_queue: { queue_size: 5000 }, retry_on_failure: { max_elapsed_time: "15m" } }),
        },
        // Exemplars, which lead from a metric to a trace, are in this format only.
        prometheus: { endpoint: here(ports.spanMetrics), enable_open_metrics: true },
    },
    extensions: { health_check: { endpoint: here(13133) } },
    service: {
        extensions: ["health_check"],
        telemetry: {
            metrics: {
                readers: [{ pull: { exporter: { prometheus: { host: address, port: ports.telemetry } } } }],
            },
        },
        pipelines: {
            "traces/in": {
                receivers: ["otlp"],
                processors: ["memory_limiter", "k8s_attributes"],
                exporters: ["span_metrics", "forward"],
            },
            "traces/out": {
                receivers: ["forward"],
                processors: ["probabilistic_sampler", "batch"],
                exporters: [name],
            },
            metrics: { receivers: ["span_metrics"], exporters: ["prometheus"] },
        },
    },
});
