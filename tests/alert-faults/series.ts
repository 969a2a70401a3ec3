/** One time series: its name with labels, as PromQL writes it, and its value so many minutes before the end. */
export interface Series {
    readonly series: string;
    value(minutesAgo: number): number;
}

/** A series that never changes. */
export const constant = (series: string, value = 1): Series => ({ series, value: () => value });

/** A counter that grows by so much a second. */
export const growing = (series: string, perSecond: number): Series => ({
    series,
    value: (minutesAgo) => 1e9 - minutesAgo * 60 * perSecond,
});

/**
 * The series as Prometheus takes them for its history (OpenMetrics), a sample a minute.
 *
 * @param end seconds since 1970 of the last sample
 * @param minutes length of the history
 */
export function openMetrics(all: readonly Series[], end: number, minutes: number): string {
    const lines = all.flatMap(({ series, value }) =>
        Array.from({ length: minutes + 1 }, (_, minute) => {
            const ago = minutes - minute;
            return `${series} ${value(ago)} ${end - ago * 60}`;
        }),
    );
    return `${lines.join("\n")}\n# EOF\n`;
}
