import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { fillChartFolder } from "../../kubernetes/chart-folder.ts";
import { archiveOf } from "../../sandbox/engine/chart-source.ts";
import { type Registry, startRegistry } from "../images/registry.ts";
import { fixtureCharts, shopChart } from "./fixtures.ts";

const shop = { name: shopChart.chart, version: shopChart.version };
const folder = mkdtempSync(join(inject("scratchFolder"), "charts-"));
let url: string;
let registry: Registry;

beforeAll(async () => {
    registry = await startRegistry();
    url = `oci://${registry.host}/charts`;
    await fillChartFolder(inject("helm"), [shop], [fixtureCharts], folder);
    await execa(inject("helm"), ["push", join(folder, archiveOf(shop)), url, "--plain-http"]);
});

afterAll(() => registry?.stop());

test("A chart comes from an OCI registry on this machine, without TLS; what the registry does not have is named", async () => {
    const from = join(folder, "pulled");
    expect(await fillChartFolder(inject("helm"), [shop], [url], from)).toEqual([]);
    expect(readdirSync(from)).toContain(archiveOf(shop));
    const other = { ...shop, version: "9.9.9" };
    await expect(fillChartFolder(inject("helm"), [other], [url], from)).rejects.toThrow("shop 9.9.9: ");
});
