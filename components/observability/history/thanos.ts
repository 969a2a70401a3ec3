import { type Input, interpolate, type Output } from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { MetricsHistoryOffer } from "../../offers.ts";
import type { EksPlatform, Part } from "../../part.ts";
import type { EksProfile } from "../../platform/addon.ts";
import { objectStorage, readObjectStorage } from "../../platform/bucket-access.ts";
import { charts } from "../../platform/charts.ts";
import { dataBucket } from "../../platform/data-bucket.ts";
import { chartSecrets } from "../../platform/exemption.ts";
import { serviceHost } from "../../platform/partition.ts";
import type { PrivateBucket } from "../../platform/private-bucket.ts";
import { placement, resources, singleton, spread } from "../../platform/workload.ts";
import type { Settings } from "../../settings.ts";
import { replicaLabel } from "../remote-write.ts";
import { thanosAlerts } from "./thanos-alerts.ts";

const namespace = "thanos";

/** Ports of the querier, which speaks like Prometheus; of the store API; of metrics. */
const ports = { query: 9090, store: 10901, http: 10902 };

/** Days that every sample is kept, as long as logs are. After that one of 5 minutes and one of an hour are left. */
const rawDays = 90;

/** Days that the bucket waits for the compactor to remove what is past its time, before it does so itself. */
const grace = 30;

type Eks = EksPlatform["eks"];

const buckets = new WeakMap<Eks, PrivateBucket>();

/** The bucket of a cluster, for who fills it and who reads it: whoever asks first makes it. */
function bucketOf(eks: Eks, { metrics: { retentionDays }, allowDeletion }: Settings): PrivateBucket {
    const made =
        buckets.get(eks) ??
        dataBucket(eks, "metrics", {
            expireAfterDays: retentionDays + grace,
            recoverableDays: 7,
            allowDeletion,
        });
    buckets.set(eks, made);
    return made;
}

/**
 * Credentials are those of the pod's identity. The dual-stack name resolves to public addresses, past the VPC's private
 * endpoint.
 */
const objectStore = ({ region }: EksProfile, bucket: Input<string>): Output<string> =>
    interpolate`${bucket}`.apply((name) =>
        stringify({
            type: "S3",
            config: {
                bucket: name,
                endpoint: serviceHost("s3", region),
                region,
                disable_dualstack: true,
                aws_sdk_auth: true,
            },
        }),
    );

/** ConfigMap with where the sidecar of Prometheus uploads to, and the file that it becomes. */
const sidecar = { configMap: "thanos-object-store", folder: "/etc/thanos", file: "objstore.yml" };

const offer: MetricsHistoryOffer = {
    needs: [namespace],
    traffic: {
        from: [{ peer: "clients", ports: [ports.store] }],
        to: [{ peer: { namespace }, ports: [ports.query] }, { peer: "aws" }],
    },
    connect: (settings, eks) => ({
        before: [
            {
                apiVersion: "v1",
                kind: "ConfigMap",
                metadata: { name: sidecar.configMap, namespace: "monitoring" },
                data: { [sidecar.file]: objectStore(eks.profile, bucketOf(eks, settings).bucketName) },
            },
        ],
        write: objectStorage(bucketOf(eks, settings).bucketArn, eks.dataKeyArn),
        prometheus: {
            prometheusSpec: {
                thanos: {
                    objectStorageConfigFile: `${sidecar.folder}/${sidecar.file}`,
                    volumeMounts: [{ name: sidecar.configMap, mountPath: sidecar.folder }],
                    resources: resources(50, 256),
                },
                volumes: [{ name: sidecar.configMap, configMap: { name: sidecar.configMap } }],
            },
            thanosService: { enabled: true },
            thanosServiceMonitor: { enabled: true },
        },
        // The source of every dashboard: what both replicas have, and what is on S3, as one.
        grafana: {
            sidecar: {
                datasources: {
                    url: `http://thanos-query.${namespace}.svc.cluster.local:${ports.query}`,
                    extraJsonData: { prometheusType: "Thanos" },
                },
            },
        },
        dataSources: [
            {
                name: "Prometheus alone",
                uid: "prometheus-alone",
                type: "prometheus",
                access: "proxy",
                url: "http://monitoring-prometheus.monitoring:9090",
                jsonData: { httpMethod: "POST", timeInterval: "30s" },
            },
        ],
    }),
};

/**
 * Thanos: a sidecar of each Prometheus uploads its blocks to S3, the store gateways read them there, the compactor thins
 * them out, and the queriers answer of both like one Prometheus.
 */
export const thanos: Part = {
    name: "thanos",
    namespace: { name: namespace, podSecurity: "restricted" },
    onlyOnEks: "it keeps metrics on S3",
    awsApis: ["s3"],
    exemptions: [chartSecrets(namespace, "the chart takes the name of the bucket as a Secret only", "2027-10-31")],
    accepted: [
        {
            check: "replicas-min",
            objects: ["StatefulSet thanos/thanos-compactor"],
            reason: "two of them would thin out the same blocks at once; nobody waits for it",
            review: "2027-09-15",
        },
        {
            check: "secret-from-store",
            objects: ["Secret thanos/thanos-objstore"],
            reason: "the chart takes the configuration of the bucket as a Secret only; it holds no credential: pods sign by their identity",
            review: "2027-10-31",
        },
    ],
    offers: () => ({ metricsHistory: offer }),
    addon: (settings, { eks }) => {
        const bucket = bucketOf(eks, settings);
        return {
            chart: charts.thanos,
            identities: [
                {
                    serviceAccount: "thanos-storegateway",
                    statements: readObjectStorage(bucket.bucketArn, eks.dataKeyArn),
                },
                { serviceAccount: "thanos-compactor", statements: objectStorage(bucket.bucketArn, eks.dataKeyArn) },
            ],
            traffic: {
                from: [
                    { peer: "sameNamespace", ports: "any" },
                    { peer: "clients", ports: [ports.query] },
                    { peer: "metrics", ports: [ports.http, ports.query] },
                ],
                to: [
                    { peer: "sameNamespace" },
                    { peer: { namespace: "monitoring" }, ports: [ports.store] },
                    { peer: "aws" },
                ],
            },
            rules: [thanosAlerts],
            values: values(eks.profile, bucket.bucketName, settings.metrics.retentionDays),
        };
    },
};

/** The user of the image; the chart has a group of its own for the volumes. */
const podSecurityContext = {
    runAsUser: 1001,
    fsGroup: 1001,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
};

const values = (profile: EksProfile, bucket: Input<string>, retentionDays: number) => ({
    global: {
        ...placement(profile),
        storageClass: profile.storageClass,
        objstore: { createSecret: true, config: objectStore(profile, bucket) },
        // One each, so that only the compactor writes.
        serviceAccount: { create: false, perComponent: true, automountServiceAccountToken: false },
        serviceMonitor: { enabled: true },
        thanosRules: {
            groups: { thanosSidecar: { enabled: true, jobPattern: "monitoring-thanos-discovery" } },
        },
    },
    query: {
        replicaCount: 2,
        replicaLabels: [replicaLabel],
        endpoints: {
            static: ["dnssrv+_grpc._tcp.monitoring-thanos-discovery.monitoring.svc.cluster.local"],
        },
        podSecurityContext,
        resources: resources(100, 512),
        topologySpreadConstraints: spread(profile, labels("query")),
        pdb: { enabled: true, maxUnavailable: 1 },
    },
    storegateway: {
        replicaCount: 2,
        podSecurityContext,
        resources: resources(100, 1024),
        persistence: { size: "20Gi" },
        topologySpreadConstraints: spread(profile, labels("storegateway")),
        pdb: { enabled: true, maxUnavailable: 1 },
    },
    compactor: {
        annotations: singleton("Two of them would thin out the same blocks at once."),
        retention: {
            resolutionRaw: `${rawDays}d`,
            resolution5m: `${retentionDays}d`,
            resolution1h: `${retentionDays}d`,
        },
        podSecurityContext,
        resources: resources(250, 2048),
        // The blocks of two weeks, which become one, twice over.
        persistence: { size: "100Gi" },
        // Where VPA is there, the chart would have it resize the compactor.
        vpa: { enabled: false },
    },
    receive: { enabled: false },
});

const labels = (component: string) => ({
    "app.kubernetes.io/name": "thanos",
    "app.kubernetes.io/instance": "thanos",
    "app.kubernetes.io/component": component,
});
