import type { Profile, Values } from "../platform/addon.ts";
import { placement, resources, restrictedPod, singleton, unprivileged } from "../platform/workload.ts";

/** The user of the operator's image. That of Trivy would be root, and takes any other. */
const pod = { ...restrictedPod, runAsUser: 10_000, runAsGroup: 10_000 };

/**
 * Values of the chart; nothing is scanned in the namespaces that are left out.
 *
 * @param pullSecrets that images are read with, by their namespaces
 */
export const trivyOperatorValues = (
    profile: Profile,
    leftOut: readonly string[],
    pullSecrets: Readonly<Record<string, string>>,
): Values => ({
    ...placement(profile),
    excludeNamespaces: leftOut.join(","),
    // As on mirror.gcr.io, which mirrors Docker Hub, and which ECR does not relay.
    image: { registry: "docker.io" },
    operator: {
        annotations: singleton("It scans once a day; a scan that it missed is made up for when it is back."),
        // Secrets of all namespaces, for images that a Secret pulls.
        accessGlobalSecretsAndServiceAccount: false,
        privateRegistryScanSecretsNames: pullSecrets,
        // What the policy pack, admission and the benchmark of the nodes judge already.
        configAuditScannerEnabled: false,
        rbacAssessmentScannerEnabled: false,
        infraAssessmentScannerEnabled: false,
        clusterComplianceEnabled: false,
        // Lists of packages and what looks like a secret, of each image, in etcd.
        sbomGenerationEnabled: false,
        exposedSecretScannerEnabled: false,
        scanJobsConcurrentLimit: 3,
        scanJobTimeout: "15m",
    },
    // Not run while infrastructure is not assessed; the operator knows its name all the same.
    nodeCollector: { registry: "ghcr.io" },
    compliance: { specs: [] },
    podSecurityContext: pod,
    resources: resources(50, 512),
    serviceMonitor: {
        enabled: true,
        honorLabels: false,
        // Two series for each container that runs, instead of five.
        endpointAdditionalProperties: {
            metricRelabelings: [{ sourceLabels: ["severity"], regex: "Medium|Low|Unknown", action: "drop" }],
        },
    },
    trivy: {
        image: { registry: "docker.io" },
        timeout: "10m0s",
        // Asks no repository of packages what is in an archive.
        offlineScan: true,
        configFile: { scan: { "disable-telemetry": true, "skip-version-check": true } },
        resources: scanResources,
    },
    trivyOperator: {
        scanJobPodTemplatePodSecurityContext: pod,
        scanJobPodTemplateContainerSecurityContext: { ...unprivileged, readOnlyRootFilesystem: true },
    },
});

/**
 * Of each container of a scan, one for each container of what is scanned: twice the memory of the chart's defaults. On
 * the disk lie the databases and one layer at a time.
 */
const { requests, limits } = resources(100, 1024);
const scanResources = {
    requests: { ...requests, ephemeralStorage: "2Gi" },
    limits: { ...limits, ephemeralStorage: "5Gi" },
};
