import type { Case } from "../case.ts";

const restored = `restore_test_success{tier="velero-every-6h"}`;
const lastRestored = `restore_test_last_success_timestamp_seconds{tier="velero-every-6h"}`;
const jobs = `kube_job_status_failed{namespace="restore-test",job_name="restore-test-1"}`;
const created = `kube_cronjob_created{namespace="restore-test",cronjob="restore-test"}`;

export const restoreTest: Case[] = [
    {
        alert: "RestoreTestFailed",
        severity: "critical",
        labels: { tier: "velero-every-6h" },
        says: "The newest backup of velero-every-6h cannot be restored, or is not what was backed up.",
        fires: { [restored]: "0" },
        silent: [{ [restored]: "1" }],
    },
    {
        alert: "RestoreTestDidNotRun",
        severity: "critical",
        after: "15m",
        labels: { namespace: "restore-test", job_name: "restore-test-1" },
        says: "The restore test restore-test-1 failed: its last word says why.",
        fires: { [jobs]: "1" },
        silent: [{ [jobs]: "0" }],
    },
    {
        alert: "RestoreTestTooOld",
        severity: "critical",
        after: "1h",
        settled: "1m",
        labels: { tier: "velero-every-6h" },
        says: "A backup of velero-every-6h was last restored 8d 1h 1m 0s ago.",
        fires: { [lastRestored]: "-691200" },
        silent: [{ [lastRestored]: "-680000" }],
    },
    {
        alert: "RestoreTestMissing",
        severity: "critical",
        after: "1h",
        settled: "1m",
        labels: { namespace: "restore-test", cronjob: "restore-test" },
        says: "No backup was ever restored by restore-test, or nobody knows of it any more.",
        fires: { [created]: "-691200" },
        silent: [{ [created]: "-680000" }, { [lastRestored]: "1" }],
    },
];
