/** How often a backup is made, and how long it is kept. Times are UTC, where no clock is put forward or back. */
export interface Tier {
    minute: number;
    /** The first hour of a day that has a run. */
    hour: number;
    /** Hours from one run of a day to the next. Default: there is one run a day. */
    everyHours?: number;
    /** The one day that has runs, of the week or of the month. Default: each day has. */
    on?: "sunday" | "first";
    keptHours: number;
}

export const BackupTier = { often: "every-6h", weekly: "weekly", monthly: "monthly" } as const;
export type BackupTier = (typeof BackupTier)[keyof typeof BackupTier];

/** Who counts in days keeps a backup no shorter. */
export const keptDays = ({ keptHours }: Pick<Tier, "keptHours">): number => Math.ceil(keptHours / 24);

/** Days of so many years, with the leap days that they can hold at most. */
const daysOfYears = (years: number): number => Math.ceil(years * 365.25);

/**
 * The three tiers. Each backup outlives its successor's run: the last 24 hours every 6 hours (30 h), the last week (8
 * days), the last month for years. The minutes differ so that no two start together.
 */
export const tiers = (monthlyRetentionYears: number): Record<BackupTier, Tier> => ({
    "every-6h": { minute: 0, hour: 0, everyHours: 6, keptHours: 30 },
    weekly: { minute: 30, hour: 1, on: "sunday", keptHours: 8 * 24 },
    monthly: { minute: 30, hour: 2, on: "first", keptHours: daysOfYears(monthlyRetentionYears) * 24 },
});
