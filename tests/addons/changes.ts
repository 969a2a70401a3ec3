import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { execa } from "execa";
import type { Values } from "../../components/platform/addon.ts";
import type { Chart } from "../../components/platform/charts.ts";
import { archiveOf } from "../../policy-pack/releases/archive.ts";
import { digestOf, remember } from "../../policy-pack/releases/memory.ts";
import { withoutSchemas } from "../../policy-pack/releases/schemas.ts";
import { ownFolder } from "../../sandbox/owner.ts";
import { sandbox } from "../../sandbox/paths.ts";
import { chartPath, type Renderable, served, templating } from "./render.ts";

/** Every value that is no object, by its path; a list counts as one value. */
export const leaves = (values: Values, path: string[] = []): string[][] =>
    Object.entries(values).flatMap(([key, value]) =>
        value !== null && typeof value === "object" && !Array.isArray(value)
            ? leaves(value, [...path, key])
            : [[...path, key]],
    );

/** The values with one of them changed; `undefined` leaves it to the chart. */
function changed(values: Values, [key = "", ...rest]: string[], change: (value: unknown) => unknown): Values {
    const { [key]: value, ...others } = values;
    const other = rest.length === 0 ? change(value) : changed(value, rest, change);
    return other === undefined ? others : { ...others, [key]: other };
}

const somethingElse = (value: unknown): unknown =>
    typeof value === "boolean"
        ? !value
        : typeof value === "number"
          ? value + 1
          : Array.isArray(value)
            ? []
            : `${value}x`;

const changes = [() => undefined, somethingElse];

/** A release whose chart is at hand. */
type WithChart = Renderable & { readonly chart: Chart };

const known = new Map<string, Promise<string>>();

/** Whether a release is the same without one of its values, and with another one, whichever APIs its chart is told of. */
export async function isIdle(release: WithChart, values: Values, path: string[]): Promise<boolean> {
    const outcomeOf = (values: Values, apis: readonly string[]) =>
        remember(known, digestOf([release.name, release.namespace.name, release.chart, values, apis]), () =>
            outcome(release, values, apis),
        );
    for (const apis of [served, []])
        for (const change of changes) {
            const [before, after] = [values, changed(values, path, change)].map((it) => outcomeOf(it, apis));
            if ((await before) !== (await after)) return false;
        }
    return true;
}

/** Lines that a chart makes anew each time, or of what it has made so. */
export const madeAnew = /^\s*(tls\.crt|tls\.key|ca\.crt|caBundle|checksum\/[\w.-]+):/;

/**
 * Digest of what Helm makes of a release, without comments and empty lines. A refusal is one, too: a chart that does not render
 * without a value needs it.
 */
export async function outcome(release: WithChart, values: Values, apis: readonly string[]): Promise<string> {
    const { stdout, stderr } = await execa("helm", templating(release, await slim(release.chart), apis), {
        input: JSON.stringify(values),
        maxBuffer: 64 * 2 ** 20,
        reject: false,
    });
    const lines = stdout.split("\n").filter((line) => !madeAnew.test(line) && !/^\s*(#|$)/.test(line));
    return digestOf([lines, stdout === "" ? stderr : ""]);
}

const charts = new Map<string, Promise<string>>();

/** The chart without schemas of CRDs, which no value changes: Helm renders it in a third of the time. */
const slim = (chart: Chart): Promise<string> => {
    const path = chartPath(chart) ?? "";
    return remember(charts, path, async () => {
        const archive = await archiveOf(path);
        const without = archive && (await withoutSchemas(archive));
        if (!without) return path;
        const file = join(ownFolder(join(sandbox, "tests", "slim")), basename(path));
        writeFileSync(file, without);
        return file;
    });
};
