import { createHash } from "node:crypto";
import type { Part } from "../../part.ts";
import type { EksProfile, Profile } from "../../platform/addon.ts";
import { charts } from "../../platform/charts.ts";
import type { CronJob, Deployment, Job, KubernetesObject } from "../../platform/kubernetes-object.ts";
import { budgetOf, type Pods, podMonitor } from "../../platform/pods.ts";
import { accountWithoutToken } from "../../platform/service-account.ts";
import { isSecond, isWaiting } from "../../platform/standby.ts";
import { placement, resources, spread } from "../../platform/workload.ts";
import type { Settings } from "../../settings.ts";
import type { BackupTier } from "../tiers.ts";
import { values } from "../velero-values.ts";
import { accessToItsOwn, accessToTheCluster, written } from "./access.ts";
import { confinedContainer, confinedPod, probes } from "./confined.ts";
import { account, namespaces, port, writeMinutes } from "./names.ts";
import { restoreTestAlerts } from "./restore-test-alerts.ts";
import { imageOf, unawaited } from "./settings.ts";

const namespace = namespaces.test;

/** Sundays, three hours after the weekly backup and two after a monthly one; UTC. */
const weekly = "30 4 * * 0";

/** Hours between two runs of each schedule of Velero at most. */
const intervals: Record<BackupTier, number> = { "every-6h": 6, weekly: 7 * 24, monthly: 31 * 24 };

/** Seconds that a run may take: of three restores of 45 minutes, each cleaned up before and after. */
const longestRun = 6 * 3600;

/**
 * Restores the newest backup of each schedule every week, and after each change of Velero, into a namespace of its own,
 * and says whether it is what was backed up. It takes nothing for a yes that it has not seen.
 */
export const restoreTest: Part = {
    name: "restore-test",
    withoutChart: true,
    namespace: { name: namespace, podSecurity: "restricted" },
    onlyOnEks: "it restores backups, which are kept on S3",
    requires: { secretStore: "there are no backups without one" },
    addon: (settings, { eks, profile }) => ({
        traffic: {
            from: [{ peer: "metrics", ports: [port] }],
            to: [{ peer: "kubeApi" }, { peer: { namespace: namespaces.scratch }, ports: [port] }],
        },
        needs: ["velero", namespaces.canary, namespaces.scratch],
        before: [...accessToItsOwn, ...accessToTheCluster],
        after: eks ? [...runs(settings, eks.profile), ...exporter(settings, profile)] : [],
        rules: restoreTestAlerts,
    }),
};

/** The weekly run, and the one after a change. */
function runs(settings: Settings, profile: EksProfile): [CronJob, Job] {
    const metadata = { name: namespace, namespace };
    const spec = run(settings, profile);
    const change = changeOf(settings, profile);
    return [
        {
            apiVersion: "batch/v1",
            kind: "CronJob",
            metadata,
            spec: {
                schedule: weekly,
                timeZone: "Etc/UTC",
                // One that could not start in time is made up for within a day.
                startingDeadlineSeconds: 24 * 3600,
                concurrencyPolicy: "Forbid",
                successfulJobsHistoryLimit: 3,
                failedJobsHistoryLimit: 3,
                jobTemplate: { spec },
            },
        },
        {
            apiVersion: "batch/v1",
            kind: "Job",
            // A Job cannot be changed: another Velero is another Job. Nobody waits for the end of it but the alerts.
            metadata: { ...metadata, name: `restore-test-${change}`, annotations: unawaited },
            spec,
        },
    ];
}

function run(settings: Settings, profile: Profile): Job["spec"] {
    const tiers = Object.entries(intervals).map(([tier, hours]) => `--tier=velero-${tier}=${hours}h`);
    return {
        // A run that fails is a finding, not something to try again until it passes.
        backoffLimit: 0,
        activeDeadlineSeconds: longestRun,
        // But one whose node goes has found nothing.
        podFailurePolicy: {
            rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
        },
        template: {
            metadata: { labels: { "app.kubernetes.io/name": "restore-test" } },
            spec: {
                ...placement(profile),
                ...confinedPod,
                serviceAccountName: account.name,
                automountServiceAccountToken: true,
                restartPolicy: "Never",
                containers: [
                    {
                        ...confinedContainer,
                        name: "restore-test",
                        image: imageOf(settings),
                        args: [
                            "run",
                            `--canary=${namespaces.canary}`,
                            `--scratch=${namespaces.scratch}`,
                            // A standby that waits restores what the primary backed up, of the copy in its own region.
                            `--location=${isWaiting(settings.standby) ? "primary" : "default"}`,
                            `--results=${written.results}`,
                            `--write-interval=${writeMinutes}m`,
                            `--port=${port}`,
                            ...tiers,
                        ],
                        env: ["namespace", "name"].map((field) => ({
                            name: `POD_${field.toUpperCase()}`,
                            valueFrom: { fieldRef: { fieldPath: `metadata.${field}` } },
                        })),
                        resources: resources(50, 128, 1),
                    },
                ],
            },
        },
    };
}

/** The same as long as Velero is: its chart, and all that it is told but for what its cloud is called. */
function changeOf(settings: Settings, profile: EksProfile): string {
    const { backup, chartValues, standby } = settings;
    const bucket = { bucket: "", bucketArn: "", keyArn: "" };
    const told = values(profile, {
        ...bucket,
        passwordSecret: "",
        secretStore: "",
        backup,
        late: isSecond(standby),
        ...(standby && { primary: bucket }),
    });
    return createHash("sha256")
        .update(JSON.stringify([charts.velero, told, chartValues.velero, run(settings, profile)]))
        .digest("hex")
        .slice(0, 10);
}

const exporterLabels = { "app.kubernetes.io/name": "restore-test-metrics" };

/** Serves what the last run wrote down, so that Prometheus finds it at any time. It reads a file, and may do nothing. */
function exporter(settings: Settings, profile: Profile): KubernetesObject[] {
    const metadata = { name: "restore-test-metrics", namespace };
    const deployment: Deployment = {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { ...metadata, annotations: unawaited },
        spec: {
            replicas: 2,
            strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
            selector: { matchLabels: exporterLabels },
            template: {
                metadata: { labels: exporterLabels },
                spec: {
                    ...placement(profile),
                    ...confinedPod,
                    serviceAccountName: metadata.name,
                    topologySpreadConstraints: spread(profile, exporterLabels),
                    automountServiceAccountToken: false,
                    containers: [
                        {
                            ...confinedContainer,
                            name: "metrics",
                            image: imageOf(settings),
                            args: ["metrics", "--file=/results/metrics", `--listen=:${port}`],
                            ports: [{ name: "http", containerPort: port }],
                            ...probes("/livez"),
                            resources: resources(10, 64, 1),
                            volumeMounts: [{ name: "results", mountPath: "/results", readOnly: true }],
                        },
                    ],
                    // The first run makes it.
                    volumes: [{ name: "results", configMap: { name: written.results, optional: true } }],
                },
            },
        },
    };
    const pods: Pods = { ...metadata, labels: exporterLabels };
    return [accountWithoutToken(metadata), deployment, budgetOf(pods), podMonitor(pods, { port: "http" })];
}
