import type { Severity } from "../../components/platform/severity.ts";

/**
 * Samples of series by their name with labels, one a step: a number for ever, `0+6` for a counter, or as promtool
 * writes them. Null: the series is not there.
 */
export type Series = Readonly<Record<string, string | null>>;

/**
 * When an alert fires and when it does not. Nothing here is read of the rule, so that a rule that changes fails:
 * severity, time and text are said again.
 */
export interface Case {
    alert: string;
    severity: Severity;
    /** How long it must hold before it fires. Default: an evaluation is enough. */
    after?: string;
    /** How long the series must have been there before that. Default: not at all. */
    settled?: string;
    /** When it does not fire yet. Default: a step before `after`, for series on which it begins at once. */
    notYet?: string;
    /** Beside the severity. */
    labels: Record<string, string>;
    /** Its summary. */
    says: string;
    /** It fires on these after `settled` and `after`. */
    fires: Series;
    /** What is as bad as that and is not its business: it does not tell of it. Default: nothing. */
    beside?: Series;
    /** It never fires on these, laid over the former. */
    silent: Series[];
    /**
     * Labels of the former by what they are instead, one at a time: series that are not its business, and on which it
     * never fires. Default: none.
     */
    otherwise?: Readonly<Record<string, string>>;
}

/** The two cases of an alert on a job of which nothing is up: its targets do not answer, or there are none. */
export function down(
    { job, namespace }: { job: string; namespace: string },
    alert: Omit<Case, "labels" | "fires" | "silent">,
): Case[] {
    const target = (instance: string) => `up{job="${job}",namespace="${namespace}",instance="${instance}"}`;
    const all = { ...alert, labels: { job, namespace } };
    return [
        {
            ...all,
            fires: {
                [target("10.0.1.1:80")]: "0",
                [target("10.0.2.1:80")]: "0",
            },
            beside: {
                [`up{job="${job}",namespace="elsewhere"}`]: "0",
                [`up{job="another",namespace="${namespace}"}`]: "0",
            },
            silent: [{ [target("10.0.2.1:80")]: "1" }],
        },
        { ...all, fires: {}, silent: [{ [target("10.0.1.1:80")]: "1" }] },
    ];
}

/** A histogram of which so many observations of a thousand are below each bound, in seconds. */
export const histogram = (name: string, labels: string, below: Readonly<Record<string, number>>): Series =>
    Object.fromEntries(
        Object.entries({ ...below, "+Inf": 1000 }).map(([le, count]) => [
            `${name}_bucket{${labels},le="${le}"}`,
            `0+${count}`,
        ]),
    );
