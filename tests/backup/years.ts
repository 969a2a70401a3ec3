import { Cron } from "croner";

/** All times are minutes since 1970. */
const minutesOf = (time: string): number => Date.parse(time) / 60_000;
export const hour = 60;
export const day = 24 * hour;

/** Six years, of which two are leap years: the first backup that is kept for five goes within them. */
const first = minutesOf("2027-01-01T00:00Z");
export const end = minutesOf("2033-01-01T00:00Z");

/** A time in which nothing begins. */
export interface Away {
    from: number;
    to: number;
}

/** A backup that was made. */
export interface Backup {
    begun: number;
    done: number;
    /** When it is removed. */
    gone: number;
}

const runs = new Map<string, number[]>();

/** When the runs of a cron expression of five fields are due, in a time zone. */
export function due(expression: string, timezone = "UTC"): number[] {
    const key = `${timezone} ${expression}`;
    const known = runs.get(key);
    if (known) return known;
    const all = new Cron(expression, { timezone }).nextRuns(10_000, new Date(first * 60_000 - 1));
    const found = all.map((date) => date.getTime() / 60_000).filter((run) => run < end);
    runs.set(key, found);
    return found;
}

/**
 * When Velero begins: at each run, or as soon as it is back, where one was missed; of several once
 * (v1.18.1, pkg/controller/schedule_controller.go, getNextRunTime).
 */
export function begunByVelero(expression: string, away?: Away): number[] {
    const begun = due(expression).map((run) => (away && run >= away.from && run < away.to ? away.to : run));
    return [...new Set(begun)];
}

/**
 * Velero's backups: each expires its ttl after it began, and is removed by the collection after that, which runs every
 * hour (v1.18.1, pkg/controller/backup_controller.go and gc_controller.go).
 */
export const byVelero = (begun: readonly number[], { ttl, takes }: { ttl: number; takes: number }): Backup[] =>
    begun.map((each, index) => {
        // It runs at any minute of an hour, for its hours are counted from when Velero was started.
        const collectedAt = index % hour;
        const expires = each + ttl;
        const gone = Math.ceil((expires - collectedAt) / hour) * hour + collectedAt;
        return { begun: each, done: each + takes, gone };
    });

/** What is there at a minute, by the backups that are done and not gone. */
interface Kept {
    minute: number;
    newest: Backup;
    oldest: Backup;
    /** One has gone already. */
    isFull: boolean;
    count: number;
}

/** Looks at every minute from the first backup on. Of two backups, the one that began first is done and goes first. */
function everyMinute(backups: readonly Backup[], look: (kept: Kept) => void): void {
    let newest = -1;
    let oldest = 0;
    for (let minute = first; minute < end; minute += 1) {
        while ((backups[newest + 1]?.done ?? Number.POSITIVE_INFINITY) <= minute) newest += 1;
        while ((backups[oldest]?.gone ?? Number.POSITIVE_INFINITY) <= minute) oldest += 1;
        const [last, start] = [backups[newest], backups[oldest]];
        if (last === undefined) continue;
        if (start === undefined || oldest > newest)
            throw new Error(`nothing is kept at ${new Date(minute * 60_000).toISOString()}`);
        look({ minute, newest: last, oldest: start, isFull: oldest > 0, count: newest - oldest + 1 });
    }
}

/** How old the newest backup gets, how many there are at most, and how far back the oldest reaches once one has gone. */
export function worst(backups: readonly Backup[]): { age: number; count: number; reach: number } {
    const found = { age: 0, count: 0, reach: Number.POSITIVE_INFINITY };
    everyMinute(backups, ({ minute, newest, oldest, isFull, count }) => {
        found.age = Math.max(found.age, minute - newest.begun);
        found.count = Math.max(found.count, count);
        if (isFull) found.reach = Math.min(found.reach, minute - oldest.begun);
    });
    return found;
}

/** How old the newest backup is when the next one is done, at most. */
export const longestGap = (backups: readonly Backup[]): number =>
    Math.max(...backups.slice(1).map(({ done }, index) => done - (backups[index]?.begun ?? done)));

/** Months back from each backup, up to so many, in which no backup was made that is still there. */
export function monthsWithout(backups: readonly Backup[], months: number): string[] {
    const monthOf = (minute: number) => {
        const date = new Date(minute * 60_000);
        return date.getUTCFullYear() * 12 + date.getUTCMonth();
    };
    const begin = monthOf(first);
    return backups.flatMap(({ begun }) => {
        const there = new Set(
            backups.filter((each) => each.done <= begun && each.gone > begun).map((each) => monthOf(each.begun)),
        );
        const asked = Array.from({ length: Math.min(monthOf(begun) - begin, months) }, (_, back) => back + 1);
        return asked
            .filter((back) => !there.has(monthOf(begun) - back))
            .map((back) => `${new Date(begun * 60_000).toISOString()}: none of ${back} months before`);
    });
}
