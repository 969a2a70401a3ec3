import { type Case, down } from "../case.ts";

const ended = (how: string) => `velero_backup_${how}_total{schedule="velero-every-6h"}`;
const schedule = { schedule: "velero-every-6h" };

/** @param seconds how old the last good backup may be */
const tooOld = (name: string, seconds: number, said: string): Case => {
    const last = `velero_backup_last_successful_timestamp{schedule="${name}"}`;
    return {
        alert: "VeleroBackupTooOld",
        severity: "critical",
        after: "15m",
        settled: "1m",
        labels: { schedule: name },
        says: `The last good backup of schedule ${name} is ${said} old.`,
        fires: { [last]: `${-seconds}` },
        silent: [{ [last]: `${-seconds * 0.9 + 1000}` }],
        otherwise: { [`schedule="${name}"`]: 'schedule="of-a-team"' },
    };
};

const restoreFailed = (how: string): Case => {
    const counter = `velero_restore_${how}_total{schedule="velero-weekly"}`;
    return {
        alert: "VeleroRestoreFailed",
        severity: "critical",
        settled: "10m",
        labels: { schedule: "velero-weekly" },
        says: "A restore from schedule velero-weekly failed, or lacks something.",
        fires: { [counter]: "0x5 1x20" },
        silent: [{ [counter]: "0" }],
    };
};

export const velero: Case[] = [
    ...down(
        { job: "velero", namespace: "velero" },
        {
            alert: "VeleroDown",
            severity: "critical",
            after: "15m",
            says: "velero does not answer: no backup is made.",
        },
    ),
    {
        alert: "VeleroBackupFailed",
        severity: "critical",
        settled: "10m",
        labels: schedule,
        says: "A backup of schedule velero-every-6h failed.",
        fires: { [ended("failure")]: "0x5 1x20" },
        silent: [{ [ended("failure")]: "0" }],
        otherwise: { 'schedule="velero-every-6h"': 'schedule=""' },
    },
    {
        alert: "VeleroBackupPartiallyFailed",
        severity: "warning",
        settled: "10m",
        labels: schedule,
        says: "A backup of schedule velero-every-6h lacks some objects or volumes.",
        fires: { [ended("partial_failure")]: "0x5 1x20" },
        silent: [{ [ended("partial_failure")]: "0" }],
        otherwise: { 'schedule="velero-every-6h"': 'schedule=""' },
    },
    {
        alert: "VeleroBackupValidationFailed",
        severity: "critical",
        settled: "10m",
        labels: schedule,
        says: "A backup of schedule velero-every-6h did not begin: its settings are not valid.",
        fires: { [ended("validation_failure")]: "0x5 1x20" },
        silent: [{ [ended("validation_failure")]: "0" }],
        otherwise: { 'schedule="velero-every-6h"': 'schedule=""' },
    },
    tooOld("velero-every-6h", 25_200, "7h 16m 0s"),
    tooOld("velero-weekly", 691_200, "8d 0h 16m 0s"),
    tooOld("velero-monthly", 2_764_800, "32d 0h 16m 0s"),
    {
        alert: "VeleroBackupNeverSucceeded",
        severity: "critical",
        after: "7h",
        labels: schedule,
        says: "Schedule velero-every-6h has not made one good backup.",
        fires: { 'velero_backup_attempt_total{schedule="velero-every-6h"}': "0" },
        silent: [{ 'velero_backup_last_successful_timestamp{schedule="velero-every-6h"}': "1" }],
    },
    {
        alert: "VeleroBackupNeverSucceeded",
        severity: "critical",
        after: "7h",
        labels: { schedule: "velero-weekly" },
        says: "Schedule velero-weekly has not made one good backup.",
        fires: { 'velero_backup_attempt_total{schedule="velero-weekly"}': "1" },
        silent: [
            { 'velero_backup_attempt_total{schedule="velero-weekly"}': "0" },
            { 'velero_backup_last_successful_timestamp{schedule="velero-weekly"}': "1" },
        ],
        otherwise: { 'schedule="velero-weekly"': 'schedule="of-a-team"' },
    },
    {
        alert: "VeleroLocationUnavailable",
        severity: "critical",
        after: "15m",
        labels: { backup_location_name: "default" },
        says: "Velero does not reach the bucket of its backup location default.",
        fires: { 'velero_backup_location_status_gauge{backup_location_name="default"}': "0" },
        silent: [{ 'velero_backup_location_status_gauge{backup_location_name="default"}': "1" }],
    },
    {
        alert: "VeleroRepositoryMaintenanceFailed",
        severity: "warning",
        settled: "10m",
        labels: { repository_name: "shop-default-kopia" },
        says: "The maintenance of the volumes' copies in shop-default-kopia fails: they grow, and are not checked.",
        fires: { 'velero_repo_maintenance_failure_total{repository_name="shop-default-kopia"}': "1x5 2x20" },
        silent: [{ 'velero_repo_maintenance_failure_total{repository_name="shop-default-kopia"}': "1" }],
    },
    {
        alert: "VeleroDeletionFailed",
        severity: "warning",
        settled: "10m",
        labels: schedule,
        says: "An expired backup of schedule velero-every-6h could not be deleted, and is still paid for.",
        fires: { [ended("deletion_failure")]: "0x5 1x20" },
        silent: [{ [ended("deletion_failure")]: "0" }],
    },
    restoreFailed("failed"),
    restoreFailed("partial_failure"),
    restoreFailed("validation_failed"),
];
