import type { Values } from "../../components/platform/addon.ts";
import { archiveOf, filesOf, textOf } from "../../policy-pack/releases/archive.ts";
import { changed, comparable, leaves, somethingElse, tryRender } from "../addons/changes.ts";
import { chartPath, type Renderable, served } from "../addons/render.ts";

/** A release, the values that it is given, and those that its chart comes with. */
export interface Given {
    release: Renderable;
    values: Values;
    defaults: unknown;
}

const known = new Map<string, Promise<ReadonlySet<string>>>();
const tried = new Map<string, boolean>();

/** Every word in the files of a chart, and of the charts that it holds: what its templates read is among them. */
function wordsOf(path: string): Promise<ReadonlySet<string>> {
    const words = known.get(path) ?? read(path);
    known.set(path, words);
    return words;
}

async function read(path: string): Promise<ReadonlySet<string>> {
    const files = await filesOf(path, await archiveOf(path));
    return new Set(files.flatMap((file) => textOf(file).match(/[A-Za-z][\w-]*/g) ?? []));
}

/** Paths of values that a chart does not have: no file of it says the key, and nothing comes of it. */
export async function strangeKeys(given: Given): Promise<string[]> {
    const { release, values, defaults } = given;
    const path = chartPath(release.chart);
    if (!path) return [];
    const words = await wordsOf(path);
    return leaves(values)
        .filter((leaf) => isUnsaid(defaults, leaf, words) && isIdle(given, leaf))
        .map((leaf) => leaf.join("."));
}

/** What is below an empty map, or below what is none, is filled by whoever installs the chart. */
function isUnsaid(defaults: unknown, [key, ...rest]: readonly string[], words: ReadonlySet<string>): boolean {
    const isFree = typeof defaults !== "object" || defaults === null || Object.keys(defaults).length === 0;
    if (key === undefined || isFree || Array.isArray(defaults)) return false;
    if (!(key in defaults)) return !words.has(key);
    return isUnsaid((defaults as Record<string, unknown>)[key], rest, words);
}

/** Whether the release is the same without the value, and with another one; asked once of a key of a chart. */
function isIdle({ release, values }: Given, path: string[]): boolean {
    const key = `${release.chart?.name} ${path.join(".")}`;
    const same = (of: Values) => comparable(tryRender(release as Parameters<typeof tryRender>[0], of, served));
    const idle =
        tried.get(key) ??
        [() => undefined, somethingElse].every((change) => same(changed(values, path, change)) === same(values));
    tried.set(key, idle);
    return idle;
}
