import type { RuleGroup } from "../../platform/rules.ts";
import { BackupTier } from "../tiers.ts";
import { oldest } from "../velero-alerts.ts";

/**
 * Since when a database has no new dump: since the last good one, or since it is to be dumped. As old as the backups of
 * the tier may be.
 */
const tooOld = Object.values(BackupTier).map((tier) => {
    const jobs = `{namespace="database-dumps",cronjob=~".+-${tier}"}`;
    const since = `kube_cronjob_status_last_successful_time${jobs} or kube_cronjob_created${jobs}`;
    return `time() - max by (namespace, cronjob) (${since}) > ${oldest[`velero-${tier}`] * 3600}`;
});

/** What people hear of the dumps. */
export const dumpAlerts: RuleGroup = {
    name: "database-dumps",
    rules: [
        {
            alert: "DatabaseDumpFailed",
            expr: 'max by (namespace, job_name) (kube_job_failed{namespace="database-dumps",condition="true"}) == 1',
            severity: "warning",
            summary:
                "The dump {{ $labels.job_name }} was not made, could not be restored or did not get to its bucket.",
        },
        {
            alert: "DatabaseDumpTooOld",
            expr: tooOld.join(" or "),
            for: "15m",
            severity: "critical",
            summary: "{{ $labels.cronjob }} has made no good dump for {{ $value | humanizeDuration }}.",
        },
    ],
};
