import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planRules } from "../../components/backup/aws-backup/plan-rules.ts";
import { schedules } from "../../components/backup/schedules.ts";
import { BackupTier } from "../../components/backup/tiers.ts";
import { oldest } from "../../components/backup/velero-alerts.ts";
import {
    type Away,
    type Backup,
    begunByVelero,
    byVelero,
    day,
    due,
    end,
    hour,
    longestGap,
    monthsWithout,
    worst,
} from "./years.ts";

const years = 5;

interface Promised {
    tier: BackupTier;
    /** Minutes from one run to the next at most. */
    interval: number;
    /** Backups at once at most, of Velero and of AWS Backup, which counts in days and is hours late to remove one. */
    atMost: { velero: number; aws: number };
}

const promises: Promised[] = [
    { tier: "every-6h", interval: 6 * hour, atMost: { velero: 6, aws: 11 } },
    { tier: "weekly", interval: 7 * day, atMost: { velero: 2, aws: 2 } },
    { tier: "monthly", interval: 31 * day, atMost: { velero: 12 * years + 1, aws: 12 * years + 1 } },
];

/** Backups of Velero in a tier, each of which takes so many minutes. */
function velero(tier: BackupTier, takes: number, away?: Away): Backup[] {
    const { schedule, template } = schedules(years, [])[tier];
    const [, hours = ""] = /^(\d+)h0m0s$/.exec(template.ttl) ?? [];
    return byVelero(begunByVelero(schedule, away), { ttl: Number(hours) * hour, takes });
}

/** Within these hours AWS Backup removes what has expired (AWS Backup developer guide, creating a backup plan). */
const lateBy = 8 * hour;

/** Backups of AWS Backup in a tier: each begins somewhere in its window. */
function aws(tier: BackupTier, takes: number): Backup[] {
    const rule = planRules(years, [], { name: "vault", copyArns: [] }).find(({ ruleName }) => ruleName === tier);
    const { schedule, startWindow, lifecycle } = rule as {
        schedule: string;
        startWindow: number;
        lifecycle: { deleteAfter: number };
    };
    const [, minute, hours = "", rest] = /^cron\((\S+) (\S+) (.*) \*\)$/.exec(schedule) ?? [];
    const five = `${minute} ${hours.replace(/^(\d+)\//, "$1-23/")} ${rest?.replace("?", "*")}`;
    return due(five).map((run, index) => {
        const begun = run + (index % (startWindow + 1));
        return { begun, done: begun + takes, gone: begun + lifecycle.deleteAfter * day + (index % (lateBy + 1)) };
    });
}

describe.each(promises)("Six years of the tier $tier", ({ tier, interval, atMost }) => {
    const alert = oldest[`velero-${tier}`] * hour;

    // A backup that takes no time at all, and one that takes all the time that the alert leaves it.
    it.each([0, hour])(
        "keep what Velero promises at every minute, and alert nobody, where one takes %i minutes",
        (takes) => {
            const backups = velero(tier, takes);
            const { age, count, reach } = worst(backups);
            expect(age).toBeLessThan(interval + takes + 1);
            expect(age).toBeLessThanOrEqual(alert);
            expect(count).toBeLessThanOrEqual(atMost.velero);
            if (tier === BackupTier.often) expect(reach).toBeGreaterThanOrEqual(day);
            if (tier === BackupTier.monthly) expect(monthsWithout(backups, 12 * years)).toEqual([]);
        },
    );

    it("keep the same by AWS Backup, but for the hour in which it begins", () => {
        const backups = aws(tier, hour);
        const { age, count, reach } = worst(backups);
        expect(age).toBeLessThanOrEqual(interval + hour + hour);
        expect(count).toBeLessThanOrEqual(atMost.aws);
        if (tier === BackupTier.often) expect(reach).toBeGreaterThanOrEqual(day);
        if (tier === BackupTier.monthly) expect(monthsWithout(backups, 12 * years)).toEqual([]);
    });

    it("have a gap of two intervals where a backup failed, and somebody is told", () => {
        const all = velero(tier, hour);
        fc.assert(
            fc.property(fc.integer({ min: 1, max: all.length - 2 }), (failed) => {
                const gap = longestGap(all.filter((_, index) => index !== failed));
                expect(gap).toBeLessThanOrEqual(2 * interval + hour);
                expect(gap).toBeGreaterThan(alert);
            }),
            { numRuns: 20 },
        );
    });

    it("have a gap of a day more at most where Velero was away for a day or the tier was paused", () => {
        fc.assert(
            fc.property(fc.integer({ min: day, max: 364 * day }), (before) => {
                const from = end - before - day;
                const gap = longestGap(velero(tier, hour, { from, to: from + day }));
                expect(gap).toBeLessThanOrEqual(interval + day + hour);
                if (tier === BackupTier.often) expect(gap).toBeGreaterThan(alert);
            }),
            { numRuns: 5 },
        );
    });
});

describe("The time of the schedules", () => {
    const often = (timezone: string) => due(schedules(years, [])["every-6h"].schedule, timezone);
    const longest = (times: readonly number[]) =>
        Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));

    it("is UTC: where clocks are put back, six hours would be seven", () => {
        expect(longest(often("UTC"))).toBe(6 * hour);
        expect(longest(often("Europe/Berlin"))).toBe(7 * hour);
        for (const { schedule } of Object.values(schedules(years, []))) expect(schedule).toMatch(/^[\d*/ ]+$/);
    });
});
