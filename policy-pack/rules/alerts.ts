import { z } from "zod";
import type { Inventory } from "../inventory.ts";
import { rule } from "../rule.ts";
import { fail, pass } from "../verdict.ts";
import { releasesOf } from "./presence.ts";
import { clusters } from "./subjects.ts";

/** Alerts that the default rules of kube-prometheus-stack bring (kubernetes-mixin, node-exporter mixin, prometheus-operator). */
const brought = [
    "Watchdog",
    "TargetDown",
    "AlertmanagerFailedToSendAlerts",
    "KubePodCrashLooping",
    "KubePodNotReady",
    "KubeDeploymentReplicasMismatch",
    "KubeStatefulSetReplicasMismatch",
    "KubeDaemonSetRolloutStuck",
    "KubeJobFailed",
    "KubeHpaMaxedOut",
    "KubeCPUOvercommit",
    "KubeMemoryOvercommit",
    "KubeQuotaAlmostFull",
    "CPUThrottlingHigh",
    "KubePersistentVolumeFillingUp",
    "KubeNodeNotReady",
    "KubeletTooManyPods",
    "NodeFilesystemAlmostOutOfSpace",
    "NodeMemoryHighUtilization",
    "NodeCPUHighUsage",
    "KubeAPIDown",
    "KubeAPIErrorBudgetBurn",
    "KubeClientCertificateExpiration",
];

/** Alerts that no chart brings: what EKS, autoscaling, GitOps and secrets need. */
const own = [
    "NodeCountBelowMinimum",
    "PodsUnschedulable",
    "EtcdDatabaseNearLimit",
    "CoreDNSDown",
    "ArgoCdAppOutOfSync",
    "ExternalSecretNotReady",
    "PolicyEngineDown",
];

const backup = ["VeleroBackupFailed", "VeleroBackupTooOld", "VeleroBackupNeverSucceeded", "RestoreTestFailed"];

const names = (text: string) => z.array(z.string()).describe(text);

export const alertRulesComplete = rule({
    id: "alert-rules-complete",
    title: "Everything that can break raises an alert",
    level: "mandatory",
    severity: "high",
    mend: "Add a PrometheusRule with the missing alerts, or keep the chart's default rules on",
    url: "https://runbooks.prometheus-operator.dev/",
    after: ["prometheus-present"],
    settings: z.object({ required: names("Names of the alerts that must exist").default([...brought, ...own]) }),
    subjects: clusters,
    judge: (_, { inventory, settings }) => missing(inventory, settings.required),
});

export const backupAlerts = rule({
    id: "backup-alerts",
    title: "A backup that failed, is too old, never ran or cannot be restored raises an alert",
    level: "mandatory",
    severity: "high",
    mend: "Add a PrometheusRule with the missing alerts",
    url: "https://velero.io/docs/main/",
    after: ["prometheus-present", "backup-tool-present"],
    settings: z.object({ required: names("Names of the alerts on backups").default(backup) }),
    subjects: clusters,
    judge: (_, { inventory, settings }) => missing(inventory, settings.required),
});

function missing(inventory: Inventory, required: readonly string[]) {
    const present = alerts(inventory);
    const absent = required.filter((name) => !present.has(name));
    return absent.length === 0 ? pass() : fail(`no rule raises these alerts: ${absent.join(", ")}`);
}

interface Group {
    rules?: { alert?: string }[];
}

/** Names of the alerts of all PrometheusRules, and of the chart's own where they are not switched off. */
function alerts(inventory: Inventory): ReadonlySet<string> {
    const objects: Group[] = inventory
        .objects("PrometheusRule", "monitoring.coreos.com")
        .flatMap(({ props }) => props.spec?.groups ?? []);
    const found = new Set<string>();
    for (const release of releasesOf(inventory, "kube-prometheus-stack")) {
        const disabled = release.value("defaultRules.disabled", {}) as Record<string, boolean>;
        const on = release.value("defaultRules.create", true) !== false;
        for (const name of on ? brought : []) if (!disabled[name]) found.add(name);
        const more = release.value("additionalPrometheusRulesMap", {}) as Record<string, { groups?: Group[] }>;
        objects.push(...Object.values(more).flatMap(({ groups }) => groups ?? []));
    }
    for (const { alert } of objects.flatMap(({ rules }) => rules ?? [])) if (alert) found.add(alert);
    return found;
}
