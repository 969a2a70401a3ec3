import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { execa, type ResultPromise } from "execa";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { fillChartFolder } from "../../kubernetes/chart-folder.ts";
import { freePorts } from "../../kubernetes/ports.ts";
import { until } from "../../kubernetes/until.ts";
import { archiveOf } from "../../sandbox/engine/chart-source.ts";
import { obtain } from "../../sandbox/tools/tools.ts";
import { fixtureCharts, shopChart } from "./fixtures.ts";

const shop = { name: shopChart.chart, version: shopChart.version };
const folder = mkdtempSync(join(inject("scratchFolder"), "charts-"));
let url: string;
let registry: ResultPromise;

beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    url = `oci://127.0.0.1:${port}/charts`;
    const program = await obtain(["registry"]);
    registry = execa(program("registry"), ["-port", `${port}`], { reject: false });
    await fillChartFolder(inject("helm"), [shop], [fixtureCharts], folder);
    const push = ["push", join(folder, archiveOf(shop)), url, "--plain-http"];
    await until("the registry to take a chart", 30, async () => {
        const { exitCode } = await execa(inject("helm"), push, { reject: false });
        return exitCode === 0;
    });
});

afterAll(() => void registry.kill());

test("A chart comes from an OCI registry on this machine, without TLS; what the registry does not have is named", async () => {
    const from = join(folder, "pulled");
    expect(await fillChartFolder(inject("helm"), [shop], [url], from)).toEqual([]);
    expect(readdirSync(from)).toContain(archiveOf(shop));
    const other = { ...shop, version: "9.9.9" };
    await expect(fillChartFolder(inject("helm"), [other], [url], from)).rejects.toThrow("shop 9.9.9: ");
});
