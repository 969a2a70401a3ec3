import { offered, type TraceStoreOffer } from "../../offers.ts";
import type { Part } from "../../part.ts";
import type { EksProfile } from "../../platform/addon.ts";
import { charts } from "../../platform/charts.ts";
import { placement, resources, restrictedPod, spread, unprivileged } from "../../platform/workload.ts";
import { collectorAlerts } from "./collector-alerts.ts";
import { collectorConfig, ports } from "./collector-config.ts";

const namespace = "opentelemetry-collector";

/** Label by which a namespace may send traces. */
const sendersLabel = "production-cluster/sends-traces";

const otlp = [ports.otlpGrpc, ports.otlpHttp];

/**
 * The OpenTelemetry Collector: takes traces as OTLP, says which pod they are of, counts rates, errors and durations for
 * Prometheus, and sends them on to the store. The contrib image is the one that has all of these.
 */
export const collector: Part = {
    name: "opentelemetry-collector",
    namespace: { name: namespace, podSecurity: "restricted" },
    onlyOnEks: "it sends traces to a store that is there on EKS",
    requires: { traces: "it sends traces to a store, and there is none" },
    offers: () => ({ traceReceiver: { peer: { namespace }, ports: otlp } }),
    addon: ({ traces: { samplingPercentage } }, { eks, offers }) => {
        const store = offered(offers, "traces");
        return {
            chart: charts.opentelemetryCollector,
            identities: store.permissions && [
                { serviceAccount: "opentelemetry-collector", statements: store.permissions },
            ],
            traffic: {
                from: [
                    { peer: "clients", ports: otlp },
                    { peer: { namespacesWith: sendersLabel }, ports: otlp },
                    { peer: "metrics", ports: [ports.telemetry, ports.spanMetrics] },
                ],
                to: [{ peer: "kubeApi" }, store.flow],
            },
            needs: store.needs,
            rules: [collectorAlerts],
            values: values(eks.profile, store, samplingPercentage),
        };
    },
};

const closed = Object.fromEntries(
    ["jaeger-compact", "jaeger-thrift", "jaeger-grpc", "zipkin"].map((port) => [port, { enabled: false }]),
);

const values = (profile: EksProfile, store: TraceStoreOffer, samplingPercentage: number) => ({
    ...placement(profile),
    mode: "deployment",
    image: { repository: "docker.io/otel/opentelemetry-collector-contrib" },
    command: { name: "otelcol-contrib" },
    replicaCount: 2,
    resources: resources(100, 512),
    topologySpreadConstraints: spread(profile, {
        "app.kubernetes.io/name": "opentelemetry-collector",
        "app.kubernetes.io/instance": "opentelemetry-collector",
    }),
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    // One that is not ready is not started anew at once.
    livenessProbe: { failureThreshold: 6 },
    podSecurityContext: { ...restrictedPod, runAsUser: 10001, runAsGroup: 10001 },
    securityContext: { ...unprivileged, readOnlyRootFilesystem: true },
    // Which pod a trace is of, by the address that it came from.
    clusterRole: {
        create: true,
        rules: [
            { apiGroups: [""], resources: ["pods", "namespaces"], verbs: ["get", "list", "watch"] },
            { apiGroups: ["apps"], resources: ["replicasets"], verbs: ["get", "list", "watch"] },
        ],
    },
    alternateConfig: collectorConfig(store.exporter(profile), samplingPercentage),
    ports: {
        ...closed,
        metrics: { enabled: true },
        "span-metrics": {
            enabled: true,
            containerPort: ports.spanMetrics,
            servicePort: ports.spanMetrics,
            protocol: "TCP",
        },
    },
    serviceMonitor: { enabled: true, metricsEndpoints: [{ port: "metrics" }, { port: "span-metrics" }] },
});
