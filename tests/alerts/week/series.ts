/** Minutes of a week; a sample each. */
export const minutes = 7 * 24 * 60;

/** What a series says at each minute of the week. `undefined`: it is not there. */
export type Value = number | PerMinute | ((minute: number) => number | undefined);

/** A counter that grows evenly. */
interface PerMinute {
    perMinute: number;
}

/** Values by metric, which may have labels of its own. */
export type Metrics = Readonly<Record<string, Value>>;

/** Series of these metrics, with labels that they have in common. */
export function labelled(labels: string, metrics: Metrics): [series: string, value: Value][] {
    return Object.entries(metrics).map(([metric, value]) => {
        const [, name = "", own = ""] = /^([^{]+)(?:\{(.*)\})?$/.exec(metric) ?? [];
        return [`${name}{${[labels, own].filter((text) => text !== "").join(",")}}`, value];
    });
}

export const perMinute = (amount: number): PerMinute => ({ perMinute: amount });

/** A histogram of so many observations a minute below each bound, in seconds. */
export const buckets = (
    name: string,
    labels: string,
    counts: Readonly<Record<string, number>>,
    all: number,
): Metrics => ({
    ...Object.fromEntries(
        Object.entries(counts).map(([le, count]) => [`${name}_bucket{${labels},le="${le}"}`, perMinute(count)]),
    ),
    [`${name}_bucket{${labels},le="+Inf"}`]: perMinute(all),
    [`${name}_count{${labels}}`]: perMinute(all),
    [`${name}_sum{${labels}}`]: perMinute(all / 10),
});

/** Between a quiet night and a busy day. */
export const daily =
    (night: number, day: number) =>
    (minute: number): number =>
        Math.round((night + ((day - night) * (1 - Math.cos((2 * Math.PI * minute) / 1440))) / 2) * 1000) / 1000;

/** One value, and for so many minutes from another on each day a second one. */
export const eachDay =
    (usual: number, { at, lasts, value }: { at: number; lasts: number; value: number }) =>
    (minute: number): number =>
        minute % 1440 >= at && minute % 1440 < at + lasts ? value : usual;

/** When what happens every so many minutes happened last, in seconds; it began before the week. */
export const lastOf =
    (every: number, offset = 0) =>
    (minute: number): number =>
        60 * (Math.floor((minute - offset) / every) * every + offset);

/** Name of the metric of a series. */
export const nameOf = (series: string): string => series.replace(/\{.*/, "");

/** The first minutes as promtool writes them, a sample every so many; `_` where there is no value, which is stale. */
export function samples(value: Value, every: number, until: number): string {
    const count = Math.ceil(until / every);
    if (typeof value === "number") return `${value}x${count}`;
    if (typeof value !== "function") return `0+${value.perMinute * every}x${count}`;
    const runs: { value: number | undefined; length: number }[] = [];
    for (let index = 0; index <= count; index += 1) {
        const each = value(index * every);
        const last = runs.at(-1);
        if (last && last.value === each) last.length += 1;
        else runs.push({ value: each, length: 1 });
    }
    return runs
        .flatMap(({ value: each, length }, index) => {
            if (each !== undefined) return [length === 1 ? `${each}` : `${each}x${length - 1}`];
            if (index === 0) return [`_x${length}`];
            return length === 1 ? ["stale"] : ["stale", `_x${length - 1}`];
        })
        .join(" ");
}
