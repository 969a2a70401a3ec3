import { z } from "zod";
import type { Inventory } from "../inventory/inventory.ts";
import type { Release } from "../inventory/release.ts";
import { pass, undecided, type Verdict } from "../judgement/verdict.ts";
import { absent } from "./candidates.ts";
import { isInstalled, releasesOf } from "./installed.ts";

/**
 * Alerts of the default rules of kube-prometheus-stack (kubernetes-mixin, node-exporter mixin, prometheus-operator), by
 * the key below `defaultRules.rules` that switches them off together.
 */
const chartRules = {
    general: ["Watchdog", "TargetDown"],
    alertmanager: ["AlertmanagerFailedToSendAlerts"],
    kubernetesApps: [
        "KubePodCrashLooping",
        "KubePodNotReady",
        "KubeDeploymentReplicasMismatch",
        "KubeStatefulSetReplicasMismatch",
        "KubeDaemonSetRolloutStuck",
        "KubeJobFailed",
        "KubeHpaMaxedOut",
    ],
    kubernetesResources: ["KubeCPUOvercommit", "KubeMemoryOvercommit", "KubeQuotaAlmostFull", "CPUThrottlingHigh"],
    kubernetesStorage: ["KubePersistentVolumeFillingUp"],
    kubernetesSystem: ["KubeNodeNotReady", "KubeletTooManyPods", "KubeAPIDown", "KubeClientCertificateExpiration"],
    nodeExporterAlerting: ["NodeFilesystemAlmostOutOfSpace", "NodeMemoryHighUtilization", "NodeCPUHighUsage"],
    kubeApiserverSlos: ["KubeAPIErrorBudgetBurn"],
};

export const chartAlerts = Object.values(chartRules).flat();

/** A setting that names alerts. */
export const alertNames = (text: string) => z.array(z.string()).describe(text);

export function requireAlerts(inventory: Inventory, required: readonly string[]): Verdict {
    const defined = alerts(inventory);
    const missing = required.filter((name) => !defined.has(name));
    if (missing.length === 0) return pass();
    if (isInstalled(inventory, "suites"))
        return undecided("what raises alerts in a service of others is not read here");
    return absent(inventory, [], `no rule raises these alerts: ${missing.join(", ")}`);
}

/** Whether an alert tells that a Job failed which a CronJob of the namespace made, or what its outcome was. */
export function tellsOfFailedJobs(inventory: Inventory, namespace: string): boolean {
    const chart = releasesOf(inventory, "kube-prometheus-stack").some((release) =>
        chartAlertsOn(release).includes("KubeJobFailed"),
    );
    return chart || ownRules(inventory).some(({ alert, expr = "" }) => alert && readsJobs(expr, namespace));
}

/** A query of another namespace alone sees nothing of the job. */
const readsJobs = (expr: string, namespace: string): boolean =>
    /\bkube_job_(status_)?failed\b|\bkube_cronjob_status_last_successful_time\b/.test(expr) &&
    (!/\bnamespace\s*=~?/.test(expr) || expr.includes(namespace));

interface Group {
    rules?: { alert?: string; expr?: string }[];
}

/** Names of the alerts of all PrometheusRules, and of the chart's own where they are not switched off. */
function alerts(inventory: Inventory): ReadonlySet<string> {
    const found = new Set(releasesOf(inventory, "kube-prometheus-stack").flatMap(chartAlertsOn));
    for (const { alert } of ownRules(inventory)) if (alert) found.add(alert);
    return found;
}

/** Rules of all PrometheusRules, and those that are given to the chart. */
function ownRules(inventory: Inventory) {
    const objects: Group[] = inventory
        .objects("PrometheusRule", "monitoring.coreos.com")
        .flatMap(({ props }) => props.spec?.groups ?? []);
    const given = releasesOf(inventory, "kube-prometheus-stack").flatMap((release) =>
        Object.values(release.value("additionalPrometheusRulesMap", {}) as Record<string, { groups?: Group[] }>),
    );
    return [...objects, ...given.flatMap(({ groups }) => groups ?? [])].flatMap(({ rules }) => rules ?? []);
}

function chartAlertsOn(release: Release): string[] {
    if (release.value("defaultRules.create", true) === false) return [];
    const disabled = release.value("defaultRules.disabled", {}) as Record<string, boolean>;
    const groups = release.value("defaultRules.rules", {}) as Record<string, boolean>;
    return Object.entries(chartRules)
        .filter(([group]) => groups[group] !== false)
        .flatMap(([, names]) => names.filter((name) => !disabled[name]));
}
