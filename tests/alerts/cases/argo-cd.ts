import { type Case, down } from "../case.ts";

const application = `namespace="argocd",name="root"`;
const info = (labels: string) => `argocd_app_info{${application},${labels}}`;
const labels = { namespace: "argocd", name: "root" };
const failed = `argocd_app_sync_total{${application},phase="Failed"}`;
const connected = `argocd_cluster_connection_status{server="https://kubernetes.default.svc"}`;

/** An application that is in a state, and one that was and left it before the alert fires. */
const state = (alert: Pick<Case, "alert" | "severity" | "after" | "says">, wrong: string, right: string): Case => ({
    ...alert,
    labels,
    fires: { [info(wrong)]: "1" },
    silent: [{ [info(wrong)]: null, [info(right)]: "1" }, { [info(wrong)]: "0" }],
});

const syncFailed: Omit<Case, "fires" | "silent"> = {
    alert: "ArgoCdAppSyncFailed",
    severity: "warning",
    settled: "20m",
    labels,
    says: "A sync of application root failed, though it is as Git has it: a hook may have.",
};

export const argoCd: Case[] = [
    ...down(
        { job: "argocd-application-controller-metrics", namespace: "argocd" },
        {
            alert: "ArgoCdDown",
            severity: "critical",
            after: "10m",
            says: "argocd-application-controller-metrics does not answer: Git is not followed.",
        },
    ),
    state(
        {
            alert: "ArgoCdAppOutOfSync",
            severity: "warning",
            after: "15m",
            says: "Application root has differed from Git for 15 minutes.",
        },
        `sync_status="OutOfSync"`,
        `sync_status="Synced"`,
    ),
    state(
        {
            alert: "ArgoCdAppUnknown",
            severity: "warning",
            after: "15m",
            says: "Application root cannot be compared with Git.",
        },
        `sync_status="Unknown"`,
        `sync_status="Synced"`,
    ),
    state(
        {
            alert: "ArgoCdAppUnhealthy",
            severity: "warning",
            after: "15m",
            says: "Application root is as Git has it, and has not been healthy for 15 minutes.",
        },
        `health_status="Degraded"`,
        `health_status="Healthy"`,
    ),
    {
        ...syncFailed,
        fires: { [info(`sync_status="Synced"`)]: "1", [failed]: "0x17 1x10" },
        silent: [{ [failed]: "1" }, { [info(`sync_status="Synced"`)]: null, [info(`sync_status="OutOfSync"`)]: "1" }],
        otherwise: { 'phase="Failed"': 'phase="Succeeded"' },
    },
    {
        ...syncFailed,
        fires: { [info(`sync_status="Synced"`)]: "1", [failed]: "_x17 1x10" },
        silent: [{ [failed]: "_x17 0x10" }],
        otherwise: { 'phase="Failed"': 'phase="Succeeded"' },
    },
    state(
        {
            alert: "ArgoCdAutoSyncDisabled",
            severity: "info",
            after: "2h",
            says: "Application root has not followed Git by itself for two hours.",
        },
        `autosync_enabled="false"`,
        `autosync_enabled="true"`,
    ),
    {
        alert: "ArgoCdClusterUnreachable",
        severity: "critical",
        after: "10m",
        labels: { server: "https://kubernetes.default.svc" },
        says: "Argo CD has not reached the cluster https://kubernetes.default.svc for 10 minutes.",
        fires: { [connected]: "0" },
        silent: [{ [connected]: "1" }],
    },
];
