import { noneUp, type RuleGroup } from "../platform/rules.ts";

/**
 * Hours that the last good backup of a schedule may be old: its interval, and time for the next one to run. The chart
 * puts the name of the release before that of the schedule.
 */
export const oldest = { "velero-every-6h": 7, "velero-weekly": 8 * 24, "velero-monthly": 32 * 24 };

const tooOld = Object.entries(oldest).map(
    ([schedule, hours]) =>
        `time() - max by (schedule) (velero_backup_last_successful_timestamp{schedule="${schedule}"}) > ${hours * 3600}`,
);

/** The first weekly and monthly backups are days away when the cluster is new. */
const neverSucceeded = [`schedule="velero-every-6h"})`, `schedule=~"velero-weekly|velero-monthly"}) > 0`].map(
    (attempts) =>
        `max by (schedule) (velero_backup_attempt_total{${attempts} unless on (schedule) velero_backup_last_successful_timestamp`,
);

/** Counts since the last hour, also across a restart of Velero, which begins at 0 for every schedule. */
const ended = (how: string) => `sum by (schedule) (increase(velero_backup_${how}_total{schedule!=""}[1h])) >= 1`;

const failed = (how: string) => `sum by (schedule) (increase(velero_restore_${how}_total[1h])) >= 1`;

export const veleroAlerts: RuleGroup = {
    name: "velero",
    rules: [
        {
            alert: "VeleroDown",
            expr: noneUp("velero", "velero"),
            for: "15m",
            severity: "critical",
            summary: "{{ $labels.job }} does not answer: no backup is made.",
        },
        {
            alert: "VeleroBackupFailed",
            expr: ended("failure"),
            severity: "critical",
            summary: "A backup of schedule {{ $labels.schedule }} failed.",
        },
        {
            alert: "VeleroBackupPartiallyFailed",
            expr: ended("partial_failure"),
            severity: "warning",
            summary: "A backup of schedule {{ $labels.schedule }} lacks some objects or volumes.",
        },
        {
            alert: "VeleroBackupValidationFailed",
            expr: ended("validation_failure"),
            severity: "critical",
            summary: "A backup of schedule {{ $labels.schedule }} did not begin: its settings are not valid.",
        },
        {
            alert: "VeleroBackupTooOld",
            expr: tooOld.join(" or "),
            for: "15m",
            severity: "critical",
            summary: "The last good backup of schedule {{ $labels.schedule }} is {{ $value | humanizeDuration }} old.",
        },
        {
            alert: "VeleroBackupNeverSucceeded",
            expr: neverSucceeded.join(" or "),
            for: "7h",
            severity: "critical",
            summary: "Schedule {{ $labels.schedule }} has not made one good backup.",
        },
        {
            alert: "VeleroLocationUnavailable",
            expr: "max by (backup_location_name) (velero_backup_location_status_gauge) == 0",
            for: "15m",
            severity: "critical",
            summary: "Velero does not reach the bucket of its backup location {{ $labels.backup_location_name }}.",
        },
        {
            alert: "VeleroRepositoryMaintenanceFailed",
            expr: "sum by (repository_name) (increase(velero_repo_maintenance_failure_total[6h])) >= 1",
            severity: "warning",
            summary:
                "The maintenance of the volumes' copies in {{ $labels.repository_name }} fails: they grow, and are not checked.",
        },
        {
            alert: "VeleroDeletionFailed",
            expr: "sum by (schedule) (increase(velero_backup_deletion_failure_total[6h])) >= 1",
            severity: "warning",
            summary:
                "An expired backup of schedule {{ $labels.schedule }} could not be deleted, and is still paid for.",
        },
        {
            alert: "VeleroRestoreFailed",
            expr: [failed("failed"), failed("partial_failure"), failed("validation_failed")].join(" or "),
            severity: "critical",
            summary: "A restore {{ with $labels.schedule }}from schedule {{ . }} {{ end }}failed, or lacks something.",
        },
    ],
};
