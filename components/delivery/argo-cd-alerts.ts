import { noneUp, type RuleGroup } from "../platform/rules.ts";

const application = "namespace, name";

const are = (labels: string) => `max by (${application}) (argocd_app_info{${labels}}) == 1`;

const failedSyncs = `argocd_app_sync_total{phase=~"Error|Failed"}`;

/** The first failure of an application since Argo CD started is a series that was not there before. */
const first = `${failedSyncs} unless argocd_app_sync_total offset 15m and on (${application}) argocd_app_info offset 15m`;

const syncFailed = [`increase(${failedSyncs}[15m])`, first]
    .map((query) => `sum by (${application}) (${query}) >= 1`)
    .join(" or ");

export const argoCdAlerts: RuleGroup = {
    name: "argo-cd",
    rules: [
        {
            alert: "ArgoCdDown",
            expr: noneUp("argocd", "argocd-application-controller-metrics"),
            for: "10m",
            severity: "critical",
            summary: "{{ $labels.job }} does not answer: Git is not followed.",
        },
        {
            alert: "ArgoCdAppOutOfSync",
            expr: are(`sync_status="OutOfSync"`),
            for: "15m",
            severity: "warning",
            summary: "Application {{ $labels.name }} has differed from Git for 15 minutes.",
        },
        {
            alert: "ArgoCdAppUnknown",
            expr: are(`sync_status="Unknown"`),
            for: "15m",
            severity: "warning",
            summary: "Application {{ $labels.name }} cannot be compared with Git.",
        },
        {
            alert: "ArgoCdAppUnhealthy",
            expr: are(`health_status=~"Degraded|Missing|Unknown"`),
            for: "15m",
            severity: "warning",
            summary: "Application {{ $labels.name }} is as Git has it, and has not been healthy for 15 minutes.",
        },
        {
            // What stays out of sync after it is said by ArgoCdAppOutOfSync.
            alert: "ArgoCdAppSyncFailed",
            expr: `(${syncFailed}) unless on (${application}) argocd_app_info{sync_status="OutOfSync"}`,
            severity: "warning",
            summary: "A sync of application {{ $labels.name }} failed, though it is as Git has it: a hook may have.",
        },
        {
            alert: "ArgoCdAutoSyncDisabled",
            expr: are(`autosync_enabled="false"`),
            for: "2h",
            severity: "info",
            summary: "Application {{ $labels.name }} has not followed Git by itself for two hours.",
        },
        {
            alert: "ArgoCdClusterUnreachable",
            expr: "max by (server) (argocd_cluster_connection_status) == 0",
            for: "10m",
            severity: "critical",
            summary: "Argo CD has not reached the cluster {{ $labels.server }} for 10 minutes.",
        },
    ],
};
