import type { EksProfile } from "../../platform/addon.ts";
import { placement, resources, restrictedPod, spread, unprivileged } from "../../platform/workload.ts";
import { addressOf, certificateSecret, internal, ports, replicas } from "./names.ts";

const certificateFolder = "/vault/certificate";

/** Where the chart has the volume. */
const dataFolder = "/vault/data";

/** Labels of the pods. */
export const podLabels = {
    "app.kubernetes.io/name": "vault",
    "app.kubernetes.io/instance": "vault",
    component: "server",
};

/** User and group of the image: its Dockerfile makes them, and the chart names them. */
export const imageUser = { runAsUser: 100, runAsGroup: 1000, fsGroup: 1000 };

/**
 * What the servers read at their start, as JSON, which Vault takes like HCL. Nothing in it is secret.
 *
 * @param keyAlias alias of the KMS key that unseals
 */
export const serverConfiguration = (profile: Pick<EksProfile, "clusterName" | "region">, keyAlias: string) => ({
    cluster_name: profile.clusterName,
    ui: true,
    log_format: "json",
    // Integrated storage maps its file into memory; nodes have no swap.
    disable_mlock: true,
    listener: [
        {
            tcp: {
                address: `[::]:${ports.api}`,
                cluster_address: `[::]:${ports.cluster}`,
                tls_cert_file: `${certificateFolder}/tls.crt`,
                tls_key_file: `${certificateFolder}/tls.key`,
                tls_min_version: "tls12",
                // A sealed Vault, or one without a leader, could look at no token.
                telemetry: { unauthenticated_metrics_access: true },
            },
        },
    ],
    storage: {
        raft: {
            path: dataFolder,
            retry_join: replicas.map((pod) => ({
                leader_api_addr: addressOf(pod),
                leader_ca_cert_file: `${certificateFolder}/ca.crt`,
            })),
        },
    },
    seal: { awskms: { region: profile.region, kms_key_id: keyAlias } },
    service_registration: { kubernetes: {} },
    telemetry: { prometheus_retention_time: "24h", disable_hostname: true },
});

const health = "/v1/sys/health?standbyok=true&uninitcode=204";

/** Values of the chart. */
export const values = (profile: EksProfile, keyAlias: string, volumeGiB: number) => ({
    global: { tlsDisable: false },
    // external-secrets brings secrets to pods; this would change pods of others.
    injector: { enabled: false },
    server: {
        ...placement(profile),
        // Spread is said below, and by zone; a zone has no second node where its first one is replaced.
        affinity: "",
        topologySpreadConstraints: spread(profile, podLabels),
        resources: resources(250, 512),
        // One after the other, each when the one before it is unsealed: KMS does it, so nobody need be there.
        updateStrategyType: "RollingUpdate",
        includeConfigAnnotation: true,
        statefulSet: {
            securityContext: {
                pod: { ...restrictedPod, ...imageUser, fsGroupChangePolicy: "OnRootMismatch" },
                container: { ...unprivileged, readOnlyRootFilesystem: true },
            },
        },
        // One that nobody has made ready yet is as it should be: what makes it so comes after the release.
        readinessProbe: { enabled: true, path: health, port: ports.api },
        livenessProbe: { enabled: true, path: `${health}&sealedcode=204`, initialDelaySeconds: 30, timeoutSeconds: 5 },
        terminationGracePeriodSeconds: 60,
        service: { publishNotReadyAddresses: false, standby: { enabled: false } },
        extraEnvironmentVars: {
            // For who runs `vault` in the pod.
            VAULT_CACERT: `${certificateFolder}/ca.crt`,
            // A snapshot that is brought back is written there as a whole before it is taken.
            TMPDIR: dataFolder,
        },
        volumes: [
            { name: "certificate", secret: { secretName: certificateSecret } },
            { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "16Mi" } },
        ],
        volumeMounts: [
            { name: "certificate", mountPath: certificateFolder, readOnly: true },
            { name: "tmp", mountPath: "/tmp" },
        ],
        dataStorage: {
            size: `${volumeGiB}Gi`,
            ...(profile.storageClass && { storageClass: profile.storageClass }),
            // A copy of one replica's file is no backup of Vault; snapshots are.
            labels: { "velero.io/exclude-from-backup": "true" },
        },
        ha: {
            enabled: true,
            replicas: replicas.length,
            apiAddr: addressOf("$(VAULT_K8S_POD_NAME)"),
            clusterAddr: `https://$(HOSTNAME).${internal}:${ports.cluster}`,
            // The chart's own holds up a drain where a pod is broken.
            disruptionBudget: { enabled: false },
            raft: {
                enabled: true,
                setNodeId: true,
                config: JSON.stringify(serverConfiguration(profile, keyAlias), undefined, 2),
            },
        },
    },
    serverTelemetry: {
        serviceMonitor: {
            enabled: true,
            matchLabels: { "vault-internal": "true" },
            tlsConfig: {
                ca: { secret: { name: certificateSecret, key: "ca.crt" } },
                serverName: "localhost",
            },
        },
    },
});
