import { interpolate, output } from "@pulumi/pulumi";
import { offered } from "../offers.ts";
import type { EksPlatform, Part, PartAddon } from "../part.ts";
import type { EksProfile } from "../platform/addon.ts";
import { objectStorage, readObjectStorage, writeRecords } from "../platform/bucket-access.ts";
import { charts } from "../platform/charts.ts";
import { dataFacts } from "../platform/eks-cluster.ts";
import { externalSecret } from "../platform/external-secret.ts";
import type { ExternalSecret, VolumeSnapshotClass } from "../platform/kubernetes-object.ts";
import { partition } from "../platform/partition.ts";
import { isSecond } from "../platform/standby.ts";
import type { Settings } from "../settings.ts";
import { BackupStore } from "./backup-store.ts";
import { failoverRestores } from "./failover-restore.ts";
import { imageNames } from "./image-names.ts";
import { thereIn } from "./other-account.ts";
import { RepositoryPassword } from "./repository-password.ts";
import { accessToVelero } from "./restore-test/access.ts";
import { veleroAlerts } from "./velero-alerts.ts";
import { backups } from "./velero-dashboard.ts";
import { accepted, exemptions, velerosAccount } from "./velero-findings.ts";
import { type BackupBucket, namespace, passwordName, type VeleroFacts, values } from "./velero-values.ts";
import { volumePolicy } from "./volume-policy.ts";

/** Backs up the objects of all namespaces and the contents of their volumes to S3, by the three schedules. */
export const velero: Part = {
    name: "velero",
    namespace: {
        name: namespace,
        podSecurity: "baseline",
        onEveryNode: true,
        reason: "The pods that copy volumes run as root, to read files whoever owns them; they mount a copy of the volume.",
        review: "2027-03-31",
    },
    onlyOnEks: "it keeps the backups on S3",
    requires: { secretStore: "the password of the backups comes from a secret store, and there is none" },
    awsApis: ["ec2", "s3"],
    exemptions,
    restores: [velerosAccount],
    accepted,
    reads: ({ standby }) => (standby ? [standby.backupPasswordSecret] : []),
    addon: (settings, { eks, offers, namespaces }) => {
        const { backup, standby } = settings;
        const { bucketName, bucketArn, replicaBucketName, replicaKeyArn, passwordSecret } = store(settings, eks);
        return {
            ...installed(eks.profile, {
                bucket: bucketName,
                bucketArn,
                keyArn: eks.dataKeyArn,
                passwordSecret,
                secretStore: offered(offers, "secretStore"),
                backup,
                restoreTest: backup.restoreTest !== undefined,
                imageRegistries: standby?.imageRegistries ?? {},
                late: isSecond(standby),
                primary: standby && {
                    bucket: standby.backupBucket,
                    bucketArn: interpolate`arn:${partition(eks.profile.region)}:s3:::${standby.backupBucket}`,
                    keyArn: standby.backupKeyArn,
                },
            }),
            needs: ["external-secrets", ...(offers.sealingKeys?.needs ?? [])],
            after: failoverRestores(standby, namespace, namespaces, offers.sealingKeys),
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
function store({ backup, standby, allowDeletion }: Settings, eks: EksPlatform["eks"]) {
    const { replicaRegion, otherAccount, lock } = backup;
    const facts = { ...dataFacts(eks), allowDeletion };
    const replica = replicaRegion
        ? {
              ...{ region: replicaRegion, provider: eks.awsIn(replicaRegion), lock },
              alsoTo: otherAccount && thereIn(otherAccount, otherAccount.bucket),
          }
        : undefined;
    const { bucketName, bucketArn, replicaBucketName, replicaKeyArn } = new BackupStore(
        eks.name,
        { ...facts, replica },
        eks.own,
    );
    const copy = replica && replicaKeyArn && { region: replica.region, keyArn: replicaKeyArn };
    // A standby opens the primary's backups, and Velero has one password for all that it opens.
    const passwordSecret = isSecond(standby)
        ? standby.backupPasswordSecret
        : new RepositoryPassword(eks.name, { ...facts, replica: copy }, eks.own).secretName;
    return { bucketName, bucketArn, replicaBucketName, replicaKeyArn, passwordSecret };
}

type Installed = VeleroFacts & { restoreTest: boolean; imageRegistries: Record<string, string> };

const installed = (profile: EksProfile, facts: Installed): PartAddon => ({
    chart: charts.velero,
    identities: [
        {
            serviceAccount: "velero-server",
            statements: [
                ...objectStorage(facts.bucketArn, facts.keyArn),
                ...(facts.primary ? readBackups(facts.primary) : []),
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
    dashboards: [backups],
    values: values(profile, facts),
    rules: [veleroAlerts],
    before: [
        snapshotClass,
        volumePolicy(namespace),
        repositoryPassword(facts),
        ...imageNames(facts.imageRegistries, namespace),
        ...(facts.restoreTest ? accessToVelero(namespace) : []),
    ],
});

/**
 * Velero writes the log and the result of a restore beside the backup: without them no restore is ever complete, and
 * the volumes are not finished.
 */
const readBackups = ({ bucketArn, keyArn }: BackupBucket) => [
    ...readObjectStorage(bucketArn, keyArn),
    ...writeRecords(bucketArn, keyArn, "restores"),
];

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
