import type { Case } from "../case.ts";

const tier = "velero-every-6h";
const created = 'kube_cronjob_created{namespace="restore-test",cronjob="restore-test"}';
const success = (pod: string) => `restore_test_success{tier="${tier}",pod="${pod}"}`;
const last = `restore_test_last_success_timestamp_seconds{tier="${tier}",pod="a"}`;
const failed = 'kube_job_status_failed{namespace="restore-test",job_name="restore-test-1"}';

/** Seconds of eight days. */
const longest = 691_200;

export const restoreTest: Case[] = [
    {
        alert: "RestoreTestFailed",
        severity: "critical",
        labels: { tier },
        says: `The newest backup of ${tier} cannot be restored, or is not what was backed up.`,
        fires: { [success("a")]: "0", [success("b")]: "0" },
        silent: [{ [success("a")]: "1", [success("b")]: "1" }, { [success("b")]: "1" }],
    },
    {
        alert: "RestoreTestRunFailed",
        severity: "critical",
        after: "15m",
        labels: { namespace: "restore-test", job_name: "restore-test-1" },
        says: "The restore test restore-test-1 failed: its last word says why.",
        fires: { [failed]: "1" },
        silent: [{ [failed]: "0" }],
        otherwise: { 'namespace="restore-test"': 'namespace="shop"' },
    },
    {
        alert: "RestoreTestTooOld",
        severity: "critical",
        after: "1h",
        settled: "1m",
        labels: { tier },
        says: `A backup of ${tier} was last restored 8d 1h 1m 0s ago.`,
        fires: { [last]: `${-longest}` },
        silent: [{ [last]: `${-longest * 0.9}` }],
    },
    {
        alert: "RestoreTestMissing",
        severity: "critical",
        after: "1h",
        settled: "1m",
        labels: { namespace: "restore-test", cronjob: "restore-test" },
        says: "No backup was ever restored by restore-test, or nobody knows of it any more.",
        fires: { [created]: `${-longest}`, 'restore_test_last_success_timestamp_seconds{tier="velero-weekly"}': "0" },
        silent: [{ [created]: `${-longest * 0.9}` }, { [last]: "0" }],
        otherwise: { 'namespace="restore-test"': 'namespace="shop"', 'cronjob="restore-test"': 'cronjob="another"' },
    },
];
