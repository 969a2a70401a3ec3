import { type Input, interpolate, output } from "@pulumi/pulumi";
import { type EksPlatform, offered, type Part, type PartAddon } from "../part.ts";
import type { EksProfile } from "../platform/addon.ts";
import { objectStorage, readObjectStorage } from "../platform/bucket-access.ts";
import { charts } from "../platform/charts.ts";
import { dataFacts } from "../platform/eks-cluster.ts";
import { anyObject, serviceAccount, unprobed } from "../platform/exemption.ts";
import { externalSecret } from "../platform/external-secret.ts";
import type { ExternalSecret, VolumeSnapshotClass } from "../platform/kubernetes-object.ts";
import { partition } from "../platform/partition.ts";
import { everyNode, placement, resources, restrictedPod, singleton, unprivileged } from "../platform/workload.ts";
import type { Settings } from "../settings.ts";
import { BackupStore } from "./backup-store.ts";
import { RepositoryPassword } from "./repository-password.ts";
import { schedules } from "./schedules.ts";

/** A bucket of backups. */
interface BackupBucket {
    bucket: Input<string>;
    bucketArn: Input<string>;
    keyArn: Input<string>;
}

interface VeleroFacts extends BackupBucket {
    /** Name of the secret in Secrets Manager with the password of the copies of volumes. */
    passwordSecret: Input<string>;
    /** Name of the ClusterSecretStore. */
    secretStore: string;
    /** Years that the monthly backup is kept. */
    monthlyRetentionYears: number;
    /** A standby reads the primary's backups here, in its own region. Default: it is no standby. */
    primary?: BackupBucket;
}

/** Plugin that speaks S3; each minor version belongs to one of Velero (1.14 to Velero 1.18). */
const plugin = "docker.io/velero/velero-plugin-for-aws:v1.14.0";

const namespace = "velero";

const nodeAgent = "DaemonSet velero/node-agent";

/** Backs up the objects of all namespaces and the contents of their volumes to S3, by the three schedules. */
export const velero: Part = {
    name: "velero",
    namespace: {
        name: namespace,
        podSecurity: "baseline",
        reason: "The pods that copy volumes run as root, to read files whoever owns them; they mount a copy of the volume.",
        review: "2027-03-31",
    },
    onlyOnEks: "it keeps the backups on S3",
    requires: { secretStore: "the password of the backups comes from a secret store, and there is none" },
    awsApis: ["ec2", "s3"],
    exemptions: [
        unprobed(namespace, "the node agent serves nothing but its metrics", "2027-05-31"),
        {
            name: "restores",
            policies: ["no-naked-pods"],
            users: [serviceAccount(namespace, "velero-server")],
            reason: "a restored pod has lost its owner, which takes it back",
            review: "2027-08-31",
        },
        {
            name: "restores-any-object",
            policies: anyObject,
            namespaces: [namespace],
            names: ["velero-server"],
            reason: "Velero keeps objects of every kind in its namespace",
            review: "2027-08-31",
        },
        {
            name: "backups",
            policies: ["rbac-no-cluster-admin"],
            namespaces: [""],
            names: ["velero-server"],
            binds: { namespace, name: "velero-server" },
            reason: "Velero reads and restores objects of every kind",
            review: "2027-08-31",
        },
    ],
    accepted: [
        {
            check: "pod-run-as-non-root",
            objects: [nodeAgent],
            reason: "it reads and writes files of volumes whoever owns them",
            review: "2027-03-31",
        },
        {
            check: "probe-liveness",
            objects: [nodeAgent],
            reason: "its chart offers no probe; a backup that hangs is cancelled by its timeout",
            review: "2027-05-31",
        },
        {
            check: "probe-readiness",
            objects: [nodeAgent],
            reason: "its chart offers no probe; nothing but the scraping of metrics reaches it",
            review: "2027-05-31",
        },
        {
            check: "rbac-no-cluster-admin",
            objects: ["ClusterRoleBinding velero-server"],
            reason: "a backup reads and a restore writes every kind of object there is",
            review: "2027-08-31",
        },
        {
            check: "rbac-no-wildcards",
            objects: ["Role velero/velero-server"],
            reason: "it is limited to the namespace of Velero, which holds nothing else",
            review: "2027-08-31",
        },
        {
            check: "replicas-min",
            objects: ["Deployment velero/velero"],
            reason: "Velero works on one backup at a time and elects no leader; a schedule that was missed is made up for",
            review: "2027-06-30",
        },
    ],
    reads: ({ standby }) => (standby ? [standby.backupPasswordSecret] : []),
    addon: (settings, { eks, offers }) => {
        const { backup, standby } = settings;
        const { bucketName, bucketArn, replicaBucketName, replicaKeyArn, passwordSecret } = store(settings, eks);
        return {
            ...installed(eks.profile, {
                bucket: bucketName,
                bucketArn,
                keyArn: eks.dataKeyArn,
                passwordSecret,
                secretStore: offered(offers, "secretStore"),
                monthlyRetentionYears: backup.monthlyRetentionYears,
                primary: standby && {
                    bucket: standby.backupBucket,
                    bucketArn: interpolate`arn:${partition(eks.profile.region)}:s3:::${standby.backupBucket}`,
                    keyArn: standby.backupKeyArn,
                },
            }),
            outputs: {
                backupBucket: bucketName,
                backupReplicaBucket: replicaBucketName,
                backupReplicaKeyArn: replicaKeyArn,
                backupPasswordSecret: output(passwordSecret),
            },
        };
    },
};

/** Where the backups are kept, here and in a second region, and the password of the volumes' copies. */
function store({ backup: { replicaRegion }, standby, allowDeletion }: Settings, eks: EksPlatform["eks"]) {
    const facts = { ...dataFacts(eks), allowDeletion };
    const replica = replicaRegion ? { region: replicaRegion, provider: eks.awsIn(replicaRegion) } : undefined;
    const { bucketName, bucketArn, replicaBucketName, replicaKeyArn } = new BackupStore(
        eks.name,
        { ...facts, replica },
        eks.own,
    );
    const copy = replica && replicaKeyArn && { region: replica.region, keyArn: replicaKeyArn };
    // A standby opens the primary's backups, and Velero has one password for all that it opens.
    const passwordSecret =
        standby?.backupPasswordSecret ??
        new RepositoryPassword(eks.name, { ...facts, replica: copy }, eks.own).secretName;
    return { bucketName, bucketArn, replicaBucketName, replicaKeyArn, passwordSecret };
}

const installed = (profile: EksProfile, facts: VeleroFacts): PartAddon => ({
    chart: charts.velero,
    identities: [
        {
            serviceAccount: "velero-server",
            statements: [
                ...objectStorage(facts.bucketArn, facts.keyArn),
                ...(facts.primary ? readObjectStorage(facts.primary.bucketArn, facts.primary.keyArn) : []),
            ],
        },
    ],
    traffic: {
        from: [{ peer: "metrics", ports: [8085] }],
        to: [
            { peer: "kubeApi" },
            { peer: "aws" },
            // Through the VPC's own gateway to S3, which public addresses do not leave AWS by.
            { peer: { internet: "Volumes are copied to S3 by its dual-stack name, which is public." }, ports: [443] },
        ],
    },
    needs: ["external-secrets"],
    values: values(profile, facts),
    before: [snapshotClass, repositoryPassword(facts)],
});

/** The user and the group that the image knows: with another one there is no home, and no copy of a volume is made. */
const imageUser = { runAsUser: 1002, runAsGroup: 1000, fsGroup: 1000 };

/** Where Velero looks for the password of the copies. Where it finds none, it makes one that is the same everywhere. */
const passwordName = "velero-repo-credentials";

const values = (profile: EksProfile, facts: VeleroFacts) => ({
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
        features: "EnableCSI",
        defaultSnapshotMoveData: true,
        uploaderType: "kopia",
        logFormat: "json",
        repositoryMaintenanceJob: {
            repositoryConfigData: { global: { podResources: podResources(100, 512), keepLatestMaintenanceJobs: 1 } },
        },
    },
    schedules: schedules(facts.monthlyRetentionYears),
    deployNodeAgent: true,
    nodeAgent: {
        ...everyNode,
        // The pods that copy a volume get tolerations from here, but of two keys alone, and this is one of them.
        tolerations: [...everyNode.tolerations, { key: "CriticalAddonsOnly", operator: "Exists" }],
        // It takes no part in reading volumes: the pods it starts mount a copy of the volume instead of the host's disk.
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

const repositoryPassword = ({ passwordSecret, secretStore }: VeleroFacts): ExternalSecret =>
    externalSecret({
        name: passwordName,
        namespace,
        store: secretStore,
        key: passwordSecret,
        data: { "repository-password": undefined },
    });

const snapshotClass: VolumeSnapshotClass = {
    apiVersion: "snapshot.storage.k8s.io/v1",
    kind: "VolumeSnapshotClass",
    metadata: { name: "velero", labels: { "velero.io/csi-volumesnapshot-class": "true" } },
    driver: "ebs.csi.aws.com",
    // The snapshot is only the source of the copy on S3.
    deletionPolicy: "Delete",
};
