/** Spec of a Schedule of Velero (velero.io/v1), as far as it is used: no package has its types. */
export interface ScheduleSpec {
    /** Cron expression, UTC. */
    schedule: string;
    /** Whether a backup is deleted with its schedule. */
    useOwnerReferencesInBackup: boolean;
    template: {
        /** How long the backup is kept. */
        ttl: string;
        storageLocation: string;
        includedNamespaces: string[];
        includeClusterResources: boolean;
        /** Copies the contents of volume snapshots to the storage location. */
        snapshotMoveData: boolean;
    };
}

/** Days of so many years, with the leap days that they can hold at most. */
const daysOfYears = (years: number): number => Math.ceil(years * 365.25);

/**
 * The three tiers. Each backup outlives its successor's run: the last 24 hours every 6 hours (30 h), the last week (8
 * days), the last month for years. The minutes differ so that no two start together. Times are UTC.
 */
export const schedules = (monthlyRetentionYears: number) => ({
    "every-6h": schedule("0 */6 * * *", 30),
    weekly: schedule("30 1 * * 0", 8 * 24),
    monthly: schedule("30 2 1 * *", daysOfYears(monthlyRetentionYears) * 24),
});

const schedule = (cron: string, hours: number): ScheduleSpec => ({
    schedule: cron,
    // Backups must not go with their schedule: deleting that by mistake would delete five years.
    useOwnerReferencesInBackup: false,
    template: {
        ttl: `${hours}h0m0s`,
        storageLocation: "default",
        includedNamespaces: ["*"],
        includeClusterResources: true,
        snapshotMoveData: true,
    },
});
