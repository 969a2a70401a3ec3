import type { Input } from "@pulumi/pulumi";
import { offered } from "../../offers.ts";
import type { Part } from "../../part.ts";
import type { EksProfile } from "../../platform/addon.ts";
import { awsCli } from "../../platform/aws-cli.ts";
import { writeObjectStorage } from "../../platform/bucket-access.ts";
import { caCertificates, caConfigMap, caFile } from "../../platform/ca-certificates.ts";
import { externalSecret } from "../../platform/external-secret.ts";
import type { CronJob } from "../../platform/kubernetes-object.ts";
import { toServer } from "../../platform/server-flow.ts";
import { accountWithoutToken } from "../../platform/service-account.ts";
import { placement, resources, restrictedPod, unprivileged } from "../../platform/workload.ts";
import type { Settings } from "../../settings.ts";
import { cron } from "../schedules.ts";
import { type BackupTier, tiers } from "../tiers.ts";
import { DumpProof } from "./args.ts";
import { dumpAlerts } from "./dump-alerts.ts";
import { dumpStore, folderOf } from "./dump-store.ts";
import { engines } from "./engines.ts";

const name = "database-dumps";
const namespace = name;

/** User of both engines' images. */
const user = 999;

/** Seconds that a dump may take: the next one of the shortest tier is an hour away then. */
const longestRun = 5 * 3600;

/** Where a dump lies on its way, where it is restored, and who may make it. */
const folder = "/dump";
const scratch = "/scratch";
const credential = "/credential";

/** How the ConfigMap with a database's CA begins, which every dump reads anew; the database's name follows. */
const authority = "database-ca";

type Dump = Settings["backup"]["dumps"][number];

/**
 * Dumps of databases by their engines' own programs, each proven to be whole before it goes to its bucket. Whoever
 * uploads them may read none of them again.
 */
export const databaseDumps: Part = {
    name,
    withoutChart: true,
    namespace: { name: namespace, podSecurity: "restricted" },
    onlyOnEks: "it keeps the dumps on S3",
    requires: { secretStore: "the passwords of the databases come from a secret store, and there is none" },
    awsApis: ["s3"],
    reads: ({ backup }) => [...new Set(backup.dumps.map(({ credentialSecretName }) => credentialSecretName))],
    addon: (settings, { eks, offers }) => {
        const { dumps, pausedTiers, monthlyRetentionYears } = settings.backup;
        const { bucketName, bucketArn } = dumpStore(settings, eks);
        const each = tiers(monthlyRetentionYears);
        const store = offered(offers, "secretStore");
        return {
            identities: [{ serviceAccount: name, statements: writeObjectStorage(bucketArn, eks.dataKeyArn) }],
            traffic: { from: [], to: [{ peer: "aws" }, ...dumps.map((dump) => toServer(dump, portOf(dump)))] },
            needs: ["external-secrets"],
            rules: [dumpAlerts],
            before: [
                account,
                ...caCertificates(authority, namespace, dumps),
                ...dumps.map(({ name, credentialSecretName: key }) =>
                    externalSecret({
                        ...{ name, namespace, store, key },
                        data: { username: "username", password: "password" },
                    }),
                ),
            ],
            after: dumps.flatMap((dump) =>
                dump.tiers.map((tier) =>
                    cronJob(
                        `${dump.name}-${tier}`,
                        { schedule: cron(each[tier]), ...(pausedTiers.includes(tier) && { suspend: true }) },
                        podSpec(dump, tier, eks.profile, bucketName),
                    ),
                ),
            ),
        };
    },
};

const account = accountWithoutToken({ name, namespace });

const portOf = ({ engine, port }: Dump): number => port ?? engines[engine].port;

const cronJob = (
    name: string,
    when: { schedule: string; suspend?: true },
    spec: ReturnType<typeof podSpec>,
): CronJob => ({
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name, namespace },
    spec: {
        ...when,
        timeZone: "Etc/UTC",
        startingDeadlineSeconds: 3600,
        concurrencyPolicy: "Forbid",
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: {
            spec: {
                backoffLimit: 2,
                activeDeadlineSeconds: longestRun,
                template: { metadata: { labels: { "app.kubernetes.io/name": namespace } }, spec },
            },
        },
    },
});

/** Dumps, proves and uploads, one after the other: each has only what it needs. */
function podSpec(dump: Dump, tier: BackupTier, profile: EksProfile, bucketName: Input<string>) {
    const { image: ownImage, ending, dump: dumping, prove } = engines[dump.engine];
    const { image = ownImage, maxSizeGiB, restoredSizeGiB = 3 * maxSizeGiB } = dump;
    const restores = dump.proof === DumpProof.restore;
    const ca = dump.caCertificate === undefined ? undefined : { name: "ca", mountPath: "/ca" };
    const file = `${folder}/dump`;
    const mount = { name: "dump", mountPath: folder };
    const container = {
        securityContext: { ...unprivileged, readOnlyRootFilesystem: true },
        terminationMessagePolicy: "FallbackToLogsOnError" as const,
        resources: resources(250, 512, maxSizeGiB + 1),
    };
    const bash = (script: string) => ({ image, command: ["bash", "-euo", "pipefail", "-c", script] });
    return {
        ...placement(profile),
        securityContext: { ...restrictedPod, runAsUser: user, runAsGroup: user, fsGroup: user },
        serviceAccountName: name,
        automountServiceAccountToken: false,
        restartPolicy: "Never" as const,
        initContainers: [
            {
                ...{ ...container, ...bash(dumping[ca ? "ownCa" : "anyCertificate"]), name: "dump" },
                env: variables({
                    HOST: dump.host,
                    PORT: String(portOf(dump)),
                    DATABASE: dump.database,
                    CREDENTIAL: credential,
                    DUMP: file,
                    ...(ca && { CA: `${ca.mountPath}/${caFile}` }),
                }),
                volumeMounts: [
                    mount,
                    { name: "credential", mountPath: credential, readOnly: true },
                    ...(ca ? [{ ...ca, readOnly: true }] : []),
                ],
            },
            {
                ...{ ...container, ...bash(prove[dump.proof]), name: "prove" },
                ...(restores && { resources: resources(500, 1024, maxSizeGiB + restoredSizeGiB + 1) }),
                env: variables({ DUMP: file, ...(restores && { SCRATCH: scratch }) }),
                volumeMounts: [
                    { ...mount, readOnly: true },
                    ...(restores ? [{ name: "scratch", mountPath: scratch }] : []),
                ],
            },
        ],
        containers: [
            {
                ...{ ...container, name: "upload", image: awsCli },
                // S3 refuses what has not the sum that comes with it: a part that broke off is no object.
                command: ["aws", "s3", "cp", "--only-show-errors", "--checksum-algorithm=CRC64NVME", file],
                // A pod's name is its own: no dump is written over another one.
                args: [`s3://$(BUCKET)/${folderOf(tier)}${dump.name}/$(POD).${ending}`],
                env: [
                    // The program keeps notes of its own at home.
                    ...variables({ HOME: folder, AWS_REGION: profile.region, BUCKET: bucketName }),
                    { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
                ],
                volumeMounts: [mount],
            },
        ],
        volumes: [
            { name: "dump", emptyDir: { sizeLimit: `${maxSizeGiB}Gi` } },
            ...(restores ? [{ name: "scratch", emptyDir: { sizeLimit: `${restoredSizeGiB}Gi` } }] : []),
            { name: "credential", secret: { secretName: dump.name, defaultMode: 0o440 } },
            // A Job that outlives its CA fails by itself, as both programs do without the file, and waits for nothing.
            ...(ca ? [{ name: ca.name, configMap: { name: caConfigMap(authority, dump), optional: true } }] : []),
        ],
    };
}

const variables = (values: Record<string, Input<string>>) =>
    Object.entries(values).map(([name, value]) => ({ name, value }));
