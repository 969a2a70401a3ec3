import type { MeshCaller, Profile } from "../platform/addon.ts";
import type { Marks } from "../platform/mesh.ts";
import { placement, resources, singleton, spread } from "../platform/workload.ts";
import { nodeLabels } from "./dashboards/nodes.ts";
import type { RemoteWriteArgs } from "./metrics-args.ts";
import { remoteWrite } from "./remote-write.ts";
import { volumeClaim } from "./volume-claim.ts";

/**
 * Size of the volume of one Prometheus, GiB. About 100,000 series at one sample every 30 s fill half of it in 15 days.
 */
const volumeGiB = 100;

/** Of the pods, by the operator. */
const prometheusLabels = {
    "app.kubernetes.io/name": "prometheus",
    "operator.prometheus.io/name": "monitoring-prometheus",
};

/** Of the mesh: it calls pods that are in it. */
export const prometheusCaller: MeshCaller = { name: "prometheus", pods: prometheusLabels, isPrometheus: true };

/** What settings decide. */
interface Choices {
    /** Where else samples go. */
    receivers: readonly RemoteWriteArgs[];
    /** Traces that samples were counted of are kept beside them. */
    exemplars: boolean;
    /** What the pods say beside their own. */
    marks: Marks;
}

/**
 * Two Prometheis that scrape the same targets: when one goes, the other has everything. Zonal volumes are enough for
 * that. On AWS the region is a label of every series.
 */
export const prometheus = (profile: Profile, { receivers, exemplars, marks }: Choices, region?: string) => ({
    podDisruptionBudget: { enabled: true, minAvailable: 1 },
    prometheusSpec: {
        ...placement(profile),
        replicas: 2,
        retention: "15d",
        // Above the retention by time only if the volume would fill up; what is left is for the write-ahead log.
        retentionSize: `${Math.floor(volumeGiB * 0.85)}GB`,
        storageSpec: volumeClaim(profile.storageClass, volumeGiB),
        resources: resources(500, 2048),
        ...(Object.keys(marks).length > 0 && { podMetadata: marks }),
        topologySpreadConstraints: spread(profile, prometheusLabels),
        externalLabels: { cluster: profile.clusterName, ...(region && { region }) },
        ...(exemplars && { enableFeatures: ["exemplar-storage"] }),
        ...(receivers.length > 0 && { remoteWrite: receivers.map(remoteWrite) }),
        // Every monitor and rule of every namespace counts, not only those that this release brought.
        ...Object.fromEntries(
            ["rule", "serviceMonitor", "podMonitor", "probe", "scrapeConfig"].map((kind) => [
                `${kind}SelectorNilUsesHelmValues`,
                false,
            ]),
        ),
    },
});

export const prometheusOperator = (profile: Profile) => {
    const { nodeSelector, tolerations, priorityClassName } = placement(profile);
    return {
        nodeSelector,
        tolerations,
        priorityClassName,
        annotations: singleton("Reconciles only; Prometheus and Alertmanager go on without it."),
        resources: resources(100, 256),
        prometheusConfigReloader: { resources: resources(10, 64) },
        admissionWebhooks: {
            patch: { nodeSelector, tolerations, priorityClassName, resources: resources(25, 64) },
        },
    };
};

export const kubeStateMetrics = (profile: Profile) => ({
    ...placement(profile),
    annotations: singleton("A second one would count every object twice."),
    resources: resources(50, 256),
    // By which alerts and dashboards know the zone and the class of a node.
    metricLabelsAllowlist: [`nodes=[${nodeLabels.join(",")}]`],
    // Whether it sees the objects itself.
    selfMonitor: { enabled: true },
    // Metrics of Secrets would need the right to read them all.
    collectorsExclude: ["secrets"],
});
