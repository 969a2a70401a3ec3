import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "production-cluster-sandbox/console.ts";
import { archiveOf, type Chart, chartIn } from "production-cluster-sandbox/engine/chart-source.ts";
import { fetchChart } from "production-cluster-sandbox/engine/charts.ts";
import { writeDoubles } from "./doubles/write.ts";

/**
 * Puts the archives of all these charts into one folder, which a stack then takes as its chart source. Gives the names
 * of those that a double stands in for.
 *
 * @param sources folders of charts or archives, or `oci://` prefixes; the first that has a chart in its version gives
 * it
 * @throws Failure where a chart is nowhere.
 */
export async function fillChartFolder(
    helm: string,
    charts: readonly Chart[],
    sources: readonly string[],
    folder: string,
): Promise<string[]> {
    mkdirSync(folder, { recursive: true });
    const findIn = (places: readonly string[], chart: Chart) =>
        places.map((source) => chartIn(source, chart)).find((found) => found !== undefined);
    const missing = charts.filter((chart) => !findIn(sources, chart));
    const doubles = join(folder, "doubles");
    writeDoubles(doubles, missing);
    for (const chart of charts) {
        const given = findIn([...sources, doubles], chart);
        const obstacle = given ? await fetchChart(helm, given, folder) : "it is in no chart source";
        const there = existsSync(join(folder, archiveOf(chart)));
        if (obstacle ?? !there)
            throw new Failure(`${chart.name} ${chart.version}: ${obstacle ?? "there is no chart in this version"}`);
    }
    return missing.map(({ name }) => name);
}
