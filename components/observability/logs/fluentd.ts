import { type Offers, offered } from "../../offers.ts";
import type { Part, PartAddon } from "../../part.ts";
import type { EksProfile, Profile } from "../../platform/addon.ts";
import { charts } from "../../platform/charts.ts";
import { budgetOf } from "../../platform/pods.ts";
import { accountWithoutToken } from "../../platform/service-account.ts";
import { placement, resources, restrictedPod, spread, unprivileged } from "../../platform/workload.ts";
import { fluentdAlerts } from "./fluentd-alerts.ts";
import { configFiles, ports } from "./fluentd-config.ts";
import { certificateFiles, keyVariable, namespace, offer, ownObjects } from "./fluentd-offer.ts";

const labels = { "app.kubernetes.io/name": "fluentd", "app.kubernetes.io/instance": "fluentd" };

/**
 * Fluentd between the nodes and the store: takes what every Fluent Bit forwards, keeps it on a volume, and writes it to
 * the store, which nobody else need call. Two, in different zones: what one that is gone has on its volume comes when it is
 * back.
 */
export const fluentd: Part = {
    name: "fluentd",
    namespace: { name: namespace, podSecurity: "restricted" },
    requires: { logs: "it writes the logs to a store, and there is none" },
    offers: () => ({ logAggregator: offer }),
    addon: (_, { profile, eks, offers }) => withStore(profile, offers, eks?.profile),
};

function withStore(profile: Profile, offers: Offers, onEks: EksProfile | undefined): PartAddon {
    const { needs, flow, credentials, fluentd, ...store } = offered(offers, "logs");
    const statements = onEks && [...(store.permissions?.(onEks) ?? []), ...(fluentd.permissions?.(onEks) ?? [])];
    const { before = [], env = [], volumes = [], mounts = [] } = credentials?.(namespace, offers) ?? {};
    const encrypted = offers.certificates !== undefined;
    const certificate = encrypted ? certificateFiles(["tls.crt", "tls.key"]) : { volumes: [], mounts: [] };
    return {
        chart: charts.fluentd,
        identities: statements?.length ? [{ serviceAccount: "fluentd", statements }] : undefined,
        traffic: {
            from: [
                { peer: "clients", ports: [ports.forward] },
                { peer: "metrics", ports: [ports.metrics] },
            ],
            to: [flow],
        },
        needs: ["external-secrets", ...(offers.certificates?.needs ?? []), ...needs],
        answers: ["Log aggregation"],
        rules: [fluentdAlerts],
        before: [account, ...ownObjects(offers), ...before],
        after: [budgetOf({ name: "fluentd", namespace, labels })],
        values: {
            ...values(profile),
            env: [temporary, keyVariable, ...env],
            volumes: [...certificate.volumes, ...volumes],
            volumeMounts: [...certificate.mounts, ...mounts],
            fileConfigs: configFiles(fluentd.outputs(onEks ?? profile), encrypted),
        },
    };
}

/**
 * Where Fluentd makes a folder for its locks: Ruby takes no folder that everybody may write to and remove from, and the
 * root is closed.
 */
const temporary = { name: "TMPDIR", value: "/dev/shm" };

const values = (profile: Profile) => ({
    ...placement(profile),
    kind: "StatefulSet",
    replicaCount: 2,
    // The chart's own image runs as root, and each variant of it has the plugin of one store.
    image: { repository: "ghcr.io/fluent/fluentd-aggregator-docker-image", tag: "2.1.0" },
    serviceAccount: { create: false, name: "fluentd" },
    rbac: { create: false },
    resources: resources(250, 512),
    topologySpreadConstraints: spread(profile, labels),
    podSecurityContext: { ...restrictedPod, runAsUser: 2000, runAsGroup: 2000, fsGroup: 2000 },
    securityContext: { ...unprivileged, readOnlyRootFilesystem: true },
    // What it reads of the volume first may be long.
    livenessProbe: { httpGet: { path: "/metrics", port: "metrics" }, initialDelaySeconds: 30, failureThreshold: 6 },
    persistence: { enabled: true, size: "10Gi", storageClass: profile.storageClass },
    service: { ports: [{ name: "forward", protocol: "TCP", containerPort: ports.forward }] },
    mountVarLogDirectory: false,
    mountDockerContainersDirectory: false,
    metrics: { serviceMonitor: { enabled: true } },
    dashboards: { enabled: false },
});

/** It does not call the Kubernetes API; the chart's own account has a token. */
const account = accountWithoutToken({ name: "fluentd", namespace });
