/** Longest time between two runs of a cron schedule, hours; `Infinity` where it is not understood. */
export function period(schedule: string | undefined): number {
    const shortcuts: Record<string, number> = {
        "@hourly": 1,
        "@daily": 24,
        "@weekly": 168,
        "@monthly": 744,
        "@yearly": 8784,
    };
    const text = (schedule ?? "").replace(/^(CRON_TZ|TZ)=\S+\s+/, "").trim();
    if (text.startsWith("@every ")) return hours(text.slice("@every ".length));
    if (text.startsWith("@")) return shortcuts[text] ?? Number.POSITIVE_INFINITY;
    const [, hour = "", day = "", month = "", weekday = ""] = text.split(/\s+/);
    if (weekday === "" || month !== "*") return Number.POSITIVE_INFINITY;
    if (day !== "*" && day !== "*/1") return 31 * 24;
    if (weekday !== "*" && weekday !== "*/1") return 7 * 24;
    const runs = expand(hour, 24);
    return Math.max(
        ...runs.map((run, index) => (runs[index + 1] ?? (runs[0] ?? 0) + 24) - run),
        Number.NEGATIVE_INFINITY,
    );
}

// Values of a cron field such as `*`, `*/6`, `0,12` or `8-18/2`.
function expand(field: string, size: number): number[] {
    const values = field.split(",").flatMap((part) => {
        const [range = "*", step = "1"] = part.split("/");
        const [first, last] = range === "*" ? [0, size - 1] : range.split("-").map(Number);
        const end = last ?? (part.includes("/") ? size - 1 : first);
        const found: number[] = [];
        for (let value = first ?? 0; value <= (end ?? 0); value += Math.max(Number(step), 1)) found.push(value);
        return found;
    });
    return [...new Set(values)].sort((a, b) => a - b);
}

const goUnits: Readonly<Record<string, number>> = { h: 1, m: 1 / 60, s: 1 / 3600 };

/** A Go duration such as `720h` or `30h0m0s`, in hours; 0 where it is not understood. */
export const hours = (duration: string): number => sum(duration, goUnits);

/** A duration of Prometheus or Loki, which count in days, weeks and years too, in hours; 0 where it is not understood. */
export const retentionHours = (duration: string): number =>
    sum(duration, { ...goUnits, d: 24, w: 7 * 24, y: 365 * 24 });

function sum(duration: string, units: Readonly<Record<string, number>>): number {
    const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)([a-z]+)/g)];
    return parts.reduce((total, [, amount = "0", unit = ""]) => total + Number(amount) * (units[unit] ?? 0), 0);
}
