import type { Input } from "@pulumi/pulumi";
import type { FluentdOutput, LogStoreOffer } from "../../offers.ts";
import type { Part } from "../../part.ts";
import type { EksProfile } from "../../platform/addon.ts";
import { objectStorage } from "../../platform/bucket-access.ts";
import { charts } from "../../platform/charts.ts";
import { dataFacts } from "../../platform/eks-cluster.ts";
import { chartSecrets } from "../../platform/exemption.ts";
import { budget, placement, resources, spread } from "../../platform/workload.ts";
import { LogBucket } from "./log-bucket.ts";
import { lokiAlerts } from "./loki-alerts.ts";
import { logs } from "./loki-dashboard.ts";

const host = "loki-gateway.loki.svc.cluster.local";

/** Port of the gateway's pods; its Service has 80. */
const port = 8080;

const offer: LogStoreOffer = {
    needs: ["loki"],
    flow: { peer: { namespace: "loki" }, ports: [port] },
    outputs: ({ clusterName: cluster }) => ({
        containers: output({
            Labels: [
                `cluster=${cluster}`,
                "source=container",
                "namespace=$kubernetes['namespace_name']",
                "container=$kubernetes['container_name']",
            ].join(", "),
            // Too many values for labels; still searchable.
            Structured_Metadata: "pod=$kubernetes['pod_name'], node=$kubernetes['host']",
            Remove_Keys: "kubernetes, stream, time, _p",
        }),
        nodes: output({ Labels: `cluster=${cluster}, source=node` }),
        events: output({
            Labels: `cluster=${cluster}, source=event, namespace=$involvedObject['namespace']`,
            Structured_Metadata: "kind=$involvedObject['kind'], object=$involvedObject['name'], reason=$reason",
        }),
    }),
    fluentd: {
        outputs: ({ clusterName: cluster }) => ({
            containers: fluentd(
                { cluster, source: "container" },
                { namespace: "$.kubernetes.namespace_name", container: "$.kubernetes.container_name" },
                [
                    ...["stream", "time", "_p"],
                    // What is left of `kubernetes` are pod and node: the plugin knows no structured metadata.
                    ...["labels", "pod_id", "pod_ip", "docker_id", "container_hash", "container_image"].map(
                        (field) => `kubernetes.${field}`,
                    ),
                ],
            ),
            nodes: fluentd({ cluster, source: "node" }),
            events: fluentd({ cluster, source: "event" }, { namespace: "$.involvedObject.namespace" }),
        }),
    },
    dataSource: { name: "Loki", uid: "loki", type: "loki", access: "proxy", url: `http://${host}` },
};

const output = (own: Record<string, string>) => ({
    Name: "loki",
    Host: host,
    Port: 80,
    ...own,
    Line_Format: "json",
    Compress: "gzip",
});

const fluentd = (
    fixed: Record<string, string>,
    labels?: Record<string, string>,
    removed: string[] = [],
): FluentdOutput => ({
    keys: {
        "@type": "loki",
        url: `http://${host}`,
        extra_labels: JSON.stringify(fixed),
        ...(removed.length > 0 && { remove_keys: removed.map((field) => `$.${field}`).join(",") }),
        line_format: "json",
        compress: "gzip",
    },
    labels,
});

/**
 * Loki as three equal processes, each in its zone, that keep every line on S3. One process does everything: up to some
 * 100 GB a day that is enough, and nothing of a larger installation is lost by growing into one later.
 */
export const loki: Part = {
    name: "loki",
    namespace: { name: "loki", podSecurity: "restricted" },
    onlyOnEks: "it keeps the logs on S3",
    awsApis: ["s3"],
    exemptions: [chartSecrets("loki", "the chart keeps its configuration in a Secret", "2027-07-31")],
    offers: () => ({ logs: offer }),
    addon: ({ allowDeletion, logs: { retentionDays } }, { eks }) => {
        const bucket = new LogBucket(eks.name, { ...dataFacts(eks), retentionDays, allowDeletion }, eks.own);
        return {
            chart: charts.loki,
            identities: [{ serviceAccount: "loki", statements: objectStorage(bucket.bucketArn, eks.dataKeyArn) }],
            traffic: {
                from: [
                    { peer: "sameNamespace", ports: "any" },
                    { peer: "clients", ports: [port] },
                    { peer: "metrics", ports: [3100, 4040] },
                ],
                to: [{ peer: "sameNamespace" }, { peer: "aws" }],
            },
            answers: ["Log aggregation"],
            dashboards: [logs],
            rules: [lokiAlerts],
            values: values(eks.profile, bucket.bucketName, retentionDays),
        };
    },
};

const values = (profile: EksProfile, bucket: Input<string>, retentionDays: number) => ({
    deploymentMode: "Monolithic",
    loki: {
        // One tenant: who may read logs is decided by who may reach the gateway.
        auth_enabled: false,
        analytics: { reporting_enabled: false },
        commonConfig: { replication_factor: 3 },
        schemaConfig: {
            configs: [
                {
                    from: "2026-01-01",
                    store: "tsdb",
                    object_store: "s3",
                    schema: "v13",
                    index: { prefix: "index_", period: "24h" },
                },
            ],
        },
        storage: {
            type: "s3",
            bucketNames: { chunks: bucket },
            // The dual-stack name resolves to public addresses, past the VPC's private endpoint.
            s3: { region: profile.region, disable_dualstack: true },
        },
        limits_config: { retention_period: `${retentionDays * 24}h` },
        compactor: { retention_enabled: true, delete_request_store: "s3" },
    },
    singleBinary: {
        ...placement(profile),
        replicas: 3,
        resources: resources(250, 1024),
        topologySpreadConstraints: spread(profile, labels("single-binary")),
        podDisruptionBudget: budget,
        persistence: { size: "20Gi", storageClass: profile.storageClass },
    },
    gateway: {
        ...placement(profile),
        replicas: 2,
        resources: resources(25, 64),
        topologySpreadConstraints: spread(profile, labels("gateway")),
        podDisruptionBudget: budget,
        livenessProbe: { httpGet: { path: "/", port: "http" }, periodSeconds: 30 },
        metrics: { resources: resources(10, 32) },
    },
    monitoring: {
        serviceMonitor: { enabled: true },
        rules: { enabled: true },
        // Ours tell writes from reads.
        alerts: { enabled: true, disabled: { LokiRequestErrors: true } },
    },
    // Not needed by one process that does everything.
    ...Object.fromEntries(["read", "write", "backend"].map((target) => [target, { replicas: 0 }])),
    chunksCache: { enabled: false },
    resultsCache: { enabled: false },
    ruler: { enabled: false },
    sidecar: { rules: { enabled: false } },
    lokiCanary: { enabled: false },
    test: { enabled: false },
});

const labels = (component: string) => ({
    "app.kubernetes.io/name": "loki",
    "app.kubernetes.io/instance": "loki",
    "app.kubernetes.io/component": component,
});
