import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Values } from "../../components/platform/addon.ts";
import type { Chart } from "../../components/platform/charts.ts";
import { root } from "../../sandbox/paths.ts";
import { leaves } from "./changes.ts";
import { chartPath } from "./render.ts";

interface Example {
    name: string;
    chart: Chart;
    values: Values;
}

/** What a file below `examples/` gives as `ownCharts`, and its first chart. */
export function exampleOf(file: string): { ownCharts: object[]; example: Example } {
    const { ownCharts } = parse(readFileSync(join(root, "examples", file), "utf8"));
    const [{ name, chart, version, repository, values }] = ownCharts;
    return { ownCharts, example: { name, chart: { name: chart, version, repository }, values } };
}

/**
 * Values that the chart does not know, as it is at hand.
 *
 * @param open keys that take any other below them, as they are empty in the chart
 */
export function unknownValues({ chart, values }: Example, open: readonly string[]): string[] {
    const known: Values = parse(execFileSync("helm", ["show", "values", chartPath(chart) ?? ""], { encoding: "utf8" }));
    const unknown = leaves(values).filter((path) => {
        const end = path.findIndex((key) => open.includes(key));
        let at: Values = known;
        for (const key of end < 0 ? path : path.slice(0, end + 1)) {
            if (at === null || typeof at !== "object" || !(key in at)) return true;
            at = at[key];
        }
        return false;
    });
    return unknown.map((path) => path.join("."));
}
