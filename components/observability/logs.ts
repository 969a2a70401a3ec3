import type { Input } from "@pulumi/pulumi";
import type { Addon, EksProfile, Statement } from "../platform/addon.ts";
import { objectStorage } from "../platform/bucket-access.ts";
import { charts } from "../platform/charts.ts";
import { budget, placement, resources, spread } from "../platform/workload.ts";

export interface LogsFacts {
    /** Bucket of the logs, its ARN, and the KMS key that encrypts it. */
    bucket: Input<string>;
    bucketArn: Input<string>;
    keyArn: Input<string>;
    /** Days that logs are kept; the bucket must keep its objects longer than that. */
    retentionDays: number;
    /** Storage class of the write-ahead log. */
    storageClass: string;
    /** Namespaces whose pods write or read logs. */
    clients: string[];
}

/** Where others reach Loki: the gateway's Service, and the port of its pods. */
export const logGateway = {
    url: "http://loki-gateway.loki.svc.cluster.local",
    host: "loki-gateway.loki.svc.cluster.local",
    servicePort: 80,
    namespace: "loki",
    port: 8080,
};

/**
 * Loki as three equal processes, each in its zone, that keep every line on S3. One process does everything: up to some
 * 100 GB a day that is enough, and nothing of a larger installation is lost by growing into one later.
 */
export const logs = (profile: EksProfile, facts: LogsFacts): Addon => ({
    name: "loki",
    chart: charts.loki,
    namespace: { name: "loki", podSecurity: "restricted" },
    identities: [{ serviceAccount: "loki", statements: readAndWrite(facts) }],
    traffic: {
        from: [
            { peer: "sameNamespace", ports: "any" },
            ...facts.clients.map((namespace) => ({ peer: { namespace }, ports: [logGateway.port] })),
            { peer: "metrics", ports: [3100, 4040] },
        ],
        to: [{ peer: "sameNamespace" }, { peer: "aws" }],
    },
    answers: ["Log aggregation"],
    values: values(profile, facts),
});

const readAndWrite = ({ bucketArn, keyArn }: LogsFacts): Statement[] => objectStorage(bucketArn, keyArn);

const values = (profile: EksProfile, { bucket, retentionDays, storageClass }: LogsFacts) => ({
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
        persistence: { size: "20Gi", storageClass },
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
        dashboards: { enabled: true },
        rules: { enabled: true },
        alerts: { enabled: true },
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
