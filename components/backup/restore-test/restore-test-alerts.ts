import type { RuleGroup } from "../../platform/rules.ts";

/** Seconds between two successes at most: a week, and a day for a run that was made up for. */
const longest = 8 * 86_400;

/** What people hear of the restore test. Its two exporters say the same. */
export const restoreTestAlerts: RuleGroup[] = [
    {
        name: "restore-test",
        rules: [
            {
                alert: "RestoreTestFailed",
                expr: "max by (tier) (restore_test_success) == 0",
                severity: "critical",
                summary: "The newest backup of {{ $labels.tier }} cannot be restored, or is not what was backed up.",
            },
            {
                alert: "RestoreTestRunFailed",
                expr: 'max by (namespace, job_name) (kube_job_status_failed{namespace="restore-test"}) > 0',
                for: "15m",
                severity: "critical",
                summary: "The restore test {{ $labels.job_name }} failed: its last word says why.",
            },
            {
                alert: "RestoreTestTooOld",
                expr: `time() - max by (tier) (restore_test_last_success_timestamp_seconds) > ${longest}`,
                for: "1h",
                severity: "critical",
                summary: "A backup of {{ $labels.tier }} was last restored {{ $value | humanizeDuration }} ago.",
            },
            {
                alert: "RestoreTestMissing",
                expr: [
                    `time() - kube_cronjob_created{namespace="restore-test",cronjob="restore-test"} > ${longest}`,
                    'unless on () restore_test_last_success_timestamp_seconds{tier="velero-every-6h"}',
                ].join("\n"),
                for: "1h",
                severity: "critical",
                summary: "No backup was ever restored by {{ $labels.cronjob }}, or nobody knows of it any more.",
            },
        ],
    },
];
