import type { Values } from "../../components/platform/addon.ts";
import type { Chart } from "../../components/platform/charts.ts";
import { archiveOf, filesOf, textOf } from "../../policy-pack/releases/archive.ts";
import { remember } from "../../policy-pack/releases/memory.ts";
import { isIdle, leaves } from "../addons/changes.ts";
import { chartPath, type Renderable } from "../addons/render.ts";

/** A release, the values that it is given, and those that its chart comes with. */
export interface Given {
    release: Renderable & { chart: Chart };
    values: Values;
    defaults: unknown;
}

const known = new Map<string, Promise<ReadonlySet<string>>>();
const tried = new Map<string, Promise<boolean>>();

/** Every word in the files of a chart, and of the charts that it holds: what its templates read is among them. */
const wordsOf = (path: string): Promise<ReadonlySet<string>> =>
    remember(known, path, async () => {
        const files = await filesOf(path, await archiveOf(path));
        return new Set(files.flatMap((file) => textOf(file).match(/[A-Za-z][\w-]*/g) ?? []));
    });

/** Paths of values that a chart does not have: no file of it says the key, and nothing comes of it, asked once of a key. */
export async function strangeKeys({ release, values, defaults }: Given): Promise<string[]> {
    const path = chartPath(release.chart);
    if (!path) return [];
    const words = await wordsOf(path);
    const strange: string[] = [];
    for (const leaf of leaves(values)) {
        const key = leaf.join(".");
        const idle = () => remember(tried, `${release.chart.name} ${key}`, () => isIdle(release, values, leaf));
        if (isUnsaid(defaults, leaf, words) && (await idle())) strange.push(key);
    }
    return strange;
}

/** What is below an empty map, or below what is none, is filled by whoever installs the chart. */
function isUnsaid(defaults: unknown, [key, ...rest]: readonly string[], words: ReadonlySet<string>): boolean {
    const isFree = typeof defaults !== "object" || defaults === null || Object.keys(defaults).length === 0;
    if (key === undefined || isFree || Array.isArray(defaults)) return false;
    if (!(key in defaults)) return !words.has(key);
    return isUnsaid((defaults as Record<string, unknown>)[key], rest, words);
}
