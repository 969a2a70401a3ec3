import { BytesIEC, Seconds, Short } from "@grafana/grafana-foundation-sdk/units";
import { dashboard, graph, stat, table } from "../platform/panels.ts";

const day = 86_400;

/** Schedules by their own name; a backup that somebody made by hand has none. */
const scheduled = '{schedule!=""}';

/** Whether what is lost can be had again. */
export const backups = dashboard({
    name: "backups",
    title: "Backups and restores",
    description: "How old is the newest backup, what failed, and when was one last read back?",
    next: ["cluster"],
    from: "now-7d",
    panels: [
        stat({
            title: "Age of the newest backup",
            unit: Seconds,
            queries: { age: `min(time() - (velero_backup_last_successful_timestamp${scheduled} > 0))` },
            thresholds: { warning: day, critical: 1.5 * day },
        }),
        stat({
            title: "Schedules whose last backup failed",
            unit: Short,
            queries: { schedules: `count(velero_backup_last_status${scheduled} == 0) or vector(0)` },
            thresholds: { critical: 1 },
        }),
        stat({
            title: "Backups with gaps",
            unit: Short,
            description: "Failed in part, within the week.",
            queries: { backups: "sum(increase(velero_backup_partial_failure_total[7d])) or vector(0)" },
            thresholds: { warning: 1, critical: 3 },
        }),
        stat({
            title: "Places of backups out of reach",
            unit: Short,
            queries: { places: "count(velero_backup_location_status_gauge == 0) or vector(0)" },
            thresholds: { critical: 1 },
        }),
        stat({
            title: "Restore tests that failed",
            unit: Short,
            queries: { tiers: "count(restore_test_success == 0) or vector(0)" },
            thresholds: { critical: 1 },
        }),
        stat({
            title: "Since each backup was restored",
            unit: Seconds,
            description:
                "By the restore test, of the tier that waits longest: a backup that nobody read back is a hope.",
            queries: { age: "max(time() - restore_test_last_success_timestamp_seconds)" },
            thresholds: { warning: 7 * day, critical: 8 * day },
        }),
        table({
            title: "Age of the newest backup of each schedule",
            unit: Seconds,
            queries: { age: `time() - max by (schedule) (velero_backup_last_successful_timestamp${scheduled} > 0)` },
        }),
        graph({
            title: "Backups",
            unit: Short,
            queries: {
                "{{schedule}}: done": `sum by (schedule) (increase(velero_backup_success_total${scheduled}[1d]))`,
                "{{schedule}}: with gaps": `sum by (schedule) (increase(velero_backup_partial_failure_total${scheduled}[1d]))`,
                "{{schedule}}: failed": `sum by (schedule) (increase(velero_backup_failure_total${scheduled}[1d]))`,
            },
        }),
        graph({
            title: "How long a backup takes: slowest of twenty",
            unit: Seconds,
            queries: {
                "{{schedule}}": `histogram_quantile(0.95, sum by (le, schedule) (rate(velero_backup_duration_seconds_bucket${scheduled}[1d])))`,
            },
            thresholds: { warning: 7200, critical: 14_400 },
        }),
        graph({
            title: "Size of the objects",
            unit: BytesIEC,
            queries: { "{{schedule}}": `max by (schedule) (velero_backup_tarball_size_bytes${scheduled})` },
        }),
        graph({
            title: "Volumes copied to S3",
            unit: Short,
            queries: {
                done: "sum(increase(podVolume_data_upload_success_total[1d]))",
                failed: "sum(increase(podVolume_data_upload_failure_total[1d]))",
                "given up": "sum(increase(podVolume_data_upload_cancel_total[1d]))",
            },
        }),
        graph({
            title: "Restores",
            unit: Short,
            queries: {
                done: "sum(increase(velero_restore_success_total[1d]))",
                "with gaps": "sum(increase(velero_restore_partial_failure_total[1d]))",
                failed: "sum(increase(velero_restore_failed_total[1d]))",
            },
        }),
    ],
});
