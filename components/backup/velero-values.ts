import type { Input } from "@pulumi/pulumi";
import type { EksProfile } from "../platform/addon.ts";
import { everyNode, placement, resources, restrictedPod, singleton, unprivileged } from "../platform/workload.ts";
import type { Settings } from "../settings.ts";
import { hookSpecs } from "./hooks.ts";
import { restoreOrder } from "./restore-order.ts";
import { type BackupScope, schedules } from "./schedules.ts";

/** A bucket of backups. */
export interface BackupBucket {
    bucket: Input<string>;
    bucketArn: Input<string>;
    keyArn: Input<string>;
}

export interface VeleroFacts extends BackupBucket {
    /** Name of the secret in Secrets Manager with the password of the copies of volumes. */
    passwordSecret: Input<string>;
    /** Name of the ClusterSecretStore. */
    secretStore: string;
    /** How long backups are kept, what is in them, and in which order it is restored. */
    backup: Pick<
        Settings["backup"],
        "monthlyRetentionYears" | "pausedTiers" | "excludedNamespaces" | "excludedResources" | "hooks" | "restoreOrder"
    >;
    /** A standby reads the primary's backups here, in its own region. Default: it is no standby. */
    primary?: BackupBucket;
    /** Whether its backups begin later than those of the other cluster of a pair. */
    late: boolean;
}

/** Where Velero and all its objects are. */
export const namespace = "velero";

/** Plugin that speaks S3; each minor version belongs to one of Velero (1.14 to Velero 1.18). */
const plugin = "docker.io/velero/velero-plugin-for-aws:v1.14.0";

/** The user and the group that the image knows: with another one there is no home, and no copy of a volume is made. */
const imageUser = { runAsUser: 1002, runAsGroup: 1000, fsGroup: 1000 };

/** Where Velero looks for the password of the copies. Where it finds none, it makes one that is the same everywhere. */
export const passwordName = "velero-repo-credentials";

/** Values of the chart. */
export const values = (profile: EksProfile, { backup, ...facts }: VeleroFacts) => ({
    ...placement(profile),
    annotations: singleton("Velero has no leader election; a backup that it missed is made up for when it is back."),
    // The archive of a backup lies on disk until it is sent.
    resources: resources(250, 512, 4),
    upgradeJobResources: resources(50, 128),
    podSecurityContext: { ...restrictedPod, ...imageUser },
    containerSecurityContext: unprivileged,
    initContainers: [
        {
            name: "velero-plugin-for-aws",
            image: plugin,
            volumeMounts: [{ mountPath: "/target", name: "plugins" }],
            resources: resources(25, 64),
            securityContext: unprivileged,
        },
    ],
    // Read over the API, and mounted so that no pod starts before it is there.
    extraVolumes: [{ name: "repository-password", secret: { secretName: passwordName } }],
    extraVolumeMounts: [{ name: "repository-password", mountPath: "/repository-password", readOnly: true }],
    // AWS permissions come with the pod's identity, not with a file.
    credentials: { useSecret: false },
    // Snapshots are taken by the storage driver (CSI), and their contents moved to S3: a backup survives the region.
    snapshotsEnabled: false,
    configuration: {
        backupStorageLocation: [
            location("default", "ReadWrite", facts, profile, { default: true }),
            ...(facts.primary ? [location("primary", "ReadOnly", facts.primary, profile)] : []),
        ],
        ...(backup.restoreOrder.length > 0 && { restoreResourcePriorities: restoreOrder(backup.restoreOrder) }),
        features: "EnableCSI",
        defaultSnapshotMoveData: true,
        uploaderType: "kopia",
        logFormat: "json",
        repositoryMaintenanceJob: {
            repositoryConfigData: { global: { podResources: podResources(100, 512), keepLatestMaintenanceJobs: 1 } },
        },
    },
    schedules: schedules(
        backup.monthlyRetentionYears,
        backup.pausedTiers,
        facts.late ? behindTheOther : 0,
        scopeOf(backup),
    ),
    deployNodeAgent: true,
    nodeAgent: {
        ...everyNode,
        // The pods that copy a volume get tolerations from here, but of two keys alone, and this is one of them.
        tolerations: [...everyNode.tolerations, { key: "CriticalAddonsOnly", operator: "Exists" }],
        // It takes no part in reading volumes: the pods it starts mount a copy of the volume instead of the host's
        // disk.
        disableHostPath: true,
        resources: resources(50, 256),
        podSecurityContext: { runAsUser: 0, seccompProfile: { type: "RuntimeDefault" } },
        containerSecurityContext: unprivileged,
        // The chart puts its own name before it.
        extraArgs: [`--node-agent-configmap=velero-${nodeAgentConfig}`],
    },
    configMaps: {
        [nodeAgentConfig]: {
            data: {
                config: JSON.stringify({ loadConcurrency: { globalConfig: 2 }, podResources: podResources(500, 1024) }),
            },
        },
    },
    metrics: {
        serviceMonitor: { enabled: true, autodetect: false },
        nodeAgentPodMonitor: { enabled: true, autodetect: false },
    },
});

/**
 * Lists that are empty are left out: a release without them stays as it is. Velero's own namespace is in no backup: from the
 * second one on it would hold the records of earlier copies of volumes, and no volume with two of them is restored
 * (1.18.3, `pkg/restore/actions/csi/pvc_action.go`; https://github.com/vmware-tanzu/velero/issues/9472). The records of
 * the backup itself are in it all the same.
 */
const scopeOf = ({ excludedNamespaces, excludedResources, hooks }: VeleroFacts["backup"]): BackupScope => ({
    excludedNamespaces: [...new Set([namespace, ...excludedNamespaces])],
    ...(excludedResources.length > 0 && { excludedResources }),
    ...(hooks.length > 0 && { hooks: { resources: hookSpecs(hooks) } }),
});

/**
 * Minutes: a backup is called after the second in which it began, and Velero takes none of another location that has
 * the name of one of its own.
 */
const behindTheOther = 15;

const nodeAgentConfig = "node-agent-config";

const location = (
    name: string,
    accessMode: "ReadWrite" | "ReadOnly",
    { bucket, keyArn }: BackupBucket,
    { region }: EksProfile,
    own: { default?: true } = {},
) => ({ name, provider: "aws", bucket, accessMode, config: { region, kmsKeyId: keyArn }, ...own });

/** Requests and limits in the words of Velero's own configuration files. The cache of a copy takes 5 GB. */
function podResources(cpu: number, memory: number) {
    const { requests, limits } = resources(cpu, memory);
    return {
        cpuRequest: requests.cpu,
        memoryRequest: requests.memory,
        ephemeralStorageRequest: "8Gi",
        cpuLimit: limits.cpu,
        memoryLimit: limits.memory,
        ephemeralStorageLimit: "8Gi",
    };
}
