import { execa } from "execa";
import { Bench } from "tinybench";

/** Milliseconds that this thread has used the processor: what else the machine does is not in it. */
export const processor = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
};

/** Median of each task, in milliseconds of the processor; each runs once before it counts. */
export async function medians<Name extends string>(
    tasks: Record<Name, () => unknown>,
    { iterations = 7, now = processor } = {},
): Promise<Record<Name, number>> {
    const bench = new Bench({ now, time: 0, iterations, warmupTime: 0, warmupIterations: 1, throws: true });
    for (const [name, task] of Object.entries<() => unknown>(tasks)) bench.add(name, task);
    const times = (await bench.run()).map(({ name, result }) => {
        if (result.state !== "completed") throw new Error(`${name} was not measured: ${result.state}`);
        return [name, result.latency.p50];
    });
    return Object.fromEntries(times);
}

export interface Measurement {
    readonly what: string;
    readonly measured: number;
    readonly unit: string;
    /** The most that it may be. Default: it is only shown. */
    readonly bound?: number;
}

/** Shows what was measured, and makes the process fail where a bound is broken. */
export function show(title: string, measurements: readonly Measurement[]): void {
    console.log(`\n${title}`);
    console.table(
        measurements.map(({ what, measured, unit, bound }) => ({
            what,
            measured: `${measured.toLocaleString("en", { maximumSignificantDigits: 3 })} ${unit}`,
            bound: bound === undefined ? "" : `${bound} ${unit}`,
            verdict: bound === undefined ? "" : measured <= bound ? "kept" : "BROKEN",
        })),
    );
    if (measurements.some(({ measured, bound }) => bound !== undefined && measured > bound)) process.exitCode = 1;
}

/** Seconds of the processor that a command takes, with all that it starts: what else the machine does is not in it. */
export async function computed(command: readonly string[]): Promise<number> {
    const { stdout } = await execa("bash", ["-c", '"$@" >/dev/null 2>&1; times', "-", ...command]);
    const [, children = ""] = stdout.split("\n");
    return secondsIn(children);
}

/** The sum of what the shell's `times` says, such as `0m1.5s 0m0.2s`. */
export const secondsIn = (times: string): number =>
    [...times.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, min, s]) => sum + Number(min) * 60 + Number(s), 0);
