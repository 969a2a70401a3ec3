import type { Input } from "@pulumi/pulumi";
import type { TraceStoreOffer } from "../../offers.ts";
import type { Part } from "../../part.ts";
import type { EksProfile } from "../../platform/addon.ts";
import { objectStorage } from "../../platform/bucket-access.ts";
import { charts } from "../../platform/charts.ts";
import { dataBucket } from "../../platform/data-bucket.ts";
import { serviceHost } from "../../platform/partition.ts";
import { placement, resources, restrictedPod, singleton, unprivileged } from "../../platform/workload.ts";
import { tempoAlerts } from "./tempo-alerts.ts";

const namespace = "tempo";
const host = `tempo.${namespace}.svc.cluster.local`;

/** Ports of OTLP over gRPC, and of questions and metrics. */
const ports = { otlp: 4317, http: 3200 };

/** Days that the bucket waits for Tempo to remove what is past its time, before it does so itself. */
const grace = 7;

/** Why one Tempo is enough. */
const alone =
    "Traces are looked at by people and by no alert; what it does not take, the collector keeps for 15 minutes.";

const offer: TraceStoreOffer = {
    needs: [namespace],
    flow: { peer: { namespace }, ports: [ports.otlp] },
    exporter: () => ({ name: "otlp_grpc", settings: { endpoint: `${host}:${ports.otlp}`, tls: { insecure: true } } }),
    source: {
        flow: { peer: { namespace }, ports: [ports.http] },
        dataSource: {
            name: "Tempo",
            uid: "tempo",
            type: "tempo",
            access: "proxy",
            url: `http://${host}:${ports.http}`,
        },
    },
};

/**
 * Tempo as one process that keeps traces on S3. It writes a block every five minutes, and has no volume: on one it would
 * be bound to a zone, and could not come up while that is lost.
 */
export const tempo: Part = {
    name: "tempo",
    namespace: { name: namespace, podSecurity: "restricted" },
    onlyOnEks: "it keeps traces on S3",
    awsApis: ["s3"],
    accepted: [
        {
            check: "replicas-min",
            objects: ["StatefulSet tempo/tempo"],
            reason: "traces are looked at by people and by no alert; the collector keeps them for 15 minutes",
            review: "2027-09-15",
        },
        {
            check: "stateful-storage",
            objects: ["StatefulSet tempo/tempo"],
            reason: "its blocks are on S3 after five minutes; a volume would bind it to a zone",
            review: "2027-09-15",
        },
    ],
    offers: () => ({ traces: offer }),
    addon: ({ traces: { retentionDays }, allowDeletion }, { eks }) => {
        const bucket = dataBucket(eks, "traces", {
            expireAfterDays: retentionDays + grace,
            recoverableDays: 1,
            allowDeletion,
        });
        return {
            chart: charts.tempo,
            identities: [{ serviceAccount: "tempo", statements: objectStorage(bucket.bucketArn, eks.dataKeyArn) }],
            traffic: {
                from: [
                    { peer: "clients", ports: [ports.otlp, ports.http] },
                    { peer: "metrics", ports: [ports.http] },
                ],
                to: [{ peer: "aws" }],
            },
            rules: [tempoAlerts],
            values: values(eks.profile, bucket.bucketName, retentionDays),
        };
    },
};

const values = (profile: EksProfile, bucket: Input<string>, retentionDays: number) => ({
    ...placement(profile),
    annotations: singleton(alone),
    securityContext: { ...restrictedPod, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001 },
    serviceAccount: { automountServiceAccountToken: false },
    serviceMonitor: { enabled: true },
    tempo: {
        resources: resources(250, 2048, 8),
        securityContext: { ...unprivileged, readOnlyRootFilesystem: true },
        memBallastSizeMbs: 0,
        reportingEnabled: false,
        retention: `${retentionDays * 24}h`,
        ingester: { max_block_duration: "5m" },
        storage: {
            trace: {
                backend: "s3",
                s3: { bucket, region: profile.region, endpoint: serviceHost("s3", profile.region) },
            },
        },
        extraVolumeMounts: [{ name: "data", mountPath: "/var/tempo" }],
    },
    extraVolumes: [{ name: "data", emptyDir: { sizeLimit: "8Gi" } }],
});
