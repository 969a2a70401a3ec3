import { z } from "zod";
import type { Inventory } from "../inventory/inventory.ts";
import { fail, pass, type Verdict } from "../judgement/verdict.ts";
import { releasesOf } from "./candidates.ts";

/**
 * Alerts of the default rules of kube-prometheus-stack (kubernetes-mixin, node-exporter mixin, prometheus-operator).
 */
export const chartAlerts = [
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

/** A setting that names alerts. */
export const alertNames = (text: string) => z.array(z.string()).describe(text);

export function requireAlerts(inventory: Inventory, required: readonly string[]): Verdict {
    const defined = alerts(inventory);
    const missing = required.filter((name) => !defined.has(name));
    return missing.length === 0 ? pass() : fail(`no rule raises these alerts: ${missing.join(", ")}`);
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
        for (const name of on ? chartAlerts : []) if (!disabled[name]) found.add(name);
        const more = release.value("additionalPrometheusRulesMap", {}) as Record<string, { groups?: Group[] }>;
        objects.push(...Object.values(more).flatMap(({ groups }) => groups ?? []));
    }
    for (const { alert } of objects.flatMap(({ rules }) => rules ?? [])) if (alert) found.add(alert);
    return found;
}
