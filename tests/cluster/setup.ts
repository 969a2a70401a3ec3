import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { fillChartFolder } from "../../kubernetes/chart-folder.ts";
import { chartsOf } from "../../kubernetes/stack-objects.ts";
import { findHelm } from "../../sandbox/engine/charts.ts";
import type { State } from "../../sandbox/engine/stack.ts";
import { stateOf } from "../../sandbox/engine/stack-state.ts";
import { ownFolder, removeFolder } from "../../sandbox/owner.ts";
import { sandbox } from "../../sandbox/paths.ts";
import { obtain } from "../../sandbox/tools/tools.ts";
import { entrance, fixtureCharts, fixtureSettings, givenCharts, stackSettings, tried } from "./fixtures.ts";
import { repack } from "./repack.ts";

declare module "vitest" {
    interface ProvidedContext {
        /** State of the stack `prod` on simulated clouds: what its cluster is made of, and what it puts there. */
        production: readonly State[];
        /** Folder with the chart of every release that the tests install, and the same again as its next version. */
        charts: string;
        /** Names of the charts that a double stands in for. */
        doubles: readonly string[];
    }
}

const bringUp = (settings: object) =>
    stateOf(
        "prod",
        Object.fromEntries(Object.entries(settings).map(([key, value]) => [`production-cluster:${key}`, value])),
    );

/** What is installed where what was tried is turned off again: an option may stand in the place of another. */
const withoutTried = async (): Promise<readonly State[]> =>
    Object.keys(tried).length > 0 ? bringUp(fixtureSettings) : [];

/** Builds what is missing, brings the stack up and collects the charts, once for all files. */
export default async function setup(project: TestProject): Promise<() => void> {
    await obtain(["etcd", "kubernetes", "kwok", "helm", "gatekeeper", "kyverno", "kubernetes-plugin"]);
    // A run within a run has it at hand.
    const { PRODUCTION: given } = process.env;
    const production: readonly State[] = given ? JSON.parse(readFileSync(given, "utf8")) : await bringUp(stackSettings);
    project.provide("production", production);
    const folder = ownFolder(join(sandbox, "tests", "charts"));
    project.provide("charts", folder);
    const helm = await findHelm();
    const installed = chartsOf([...production, ...(await withoutTried())]);
    const charts = [...installed, { name: entrance.chart, version: entrance.version }];
    project.provide("doubles", await fillChartFolder(helm, charts, [fixtureCharts, ...givenCharts], folder));
    await repack(helm, charts, folder);
    return () => removeFolder(folder);
}
