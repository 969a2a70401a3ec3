import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, inject, test, vi } from "vitest";
import { chartEnvironment, getCharts, getChartsInReach } from "../../sandbox/engine/charts.ts";
import { checkPolicyConfig } from "../../sandbox/engine/readiness.ts";
import { root } from "../../sandbox/paths.ts";

const fixtures = join(root, "tests/cluster/charts");

const releases = (...inputs: object[]) =>
    inputs.map((each) => ({ type: "kubernetes:helm.sh/v3:Release", inputs: each }));

const into = () => join(mkdtempSync(join(inject("scratchFolder"), "charts-")), "charts");

describe("getting charts", () => {
    const operator = { chart: "oci://registry.example.com/charts/operator", version: "1.0.0" };

    test("puts each chart of the plan into the folder once, as an archive", async () => {
        const folder = into();
        const plan = releases(operator, { chart: "shop", version: "2.3.0" }, operator);
        expect(await getCharts(plan, { source: fixtures, folder })).toBe(0);
        expect(readdirSync(folder).sort()).toEqual(["operator-1.0.0.tgz", "shop-2.3.0.tgz"]);
        const packed = { chart: join(folder, "operator-1.0.0.tgz"), version: "1.0.0" };
        expect(await getCharts(releases(packed), { source: "", folder: into() })).toBe(0);
    });

    test("fails where one cannot be had, gets the others, and leaves no half of one", async () => {
        const folder = into();
        const plan = releases({ ...operator, version: "9.9.9" }, { chart: "absent", version: "1.0.0" }, operator);
        expect(await getCharts(plan, { source: fixtures, folder })).toBe(1);
        expect(readdirSync(folder)).toEqual(["operator-1.0.0.tgz"]);
        expect(readdirSync(join(folder, ".."))).toEqual(["charts"]);
    });
});

test("charts that nobody publishes in reach are told of in one line, within seconds, and nothing is left behind", async () => {
    const folder = into();
    const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await getChartsInReach(releases({ chart: "oci://charts.invalid/charts/operator", version: "1.0.0" }), {
        source: "",
        folder,
    });
    expect(said.mock.calls.map(([line]) => stripVTControlCharacters(String(line)))).toEqual([
        expect.stringMatching(/^▸ Charts not at hand: 1, as charts\.invalid is not in reach \(E\w+\); CHARTS=/),
    ]);
    said.mockRestore();
    expect(existsSync(folder)).toBe(false);
});

test("what the shell says of charts goes before what is at hand", () => {
    const { HOME } = process.env;
    const cache = /production-readiness\/charts$/;
    expect(chartEnvironment({ HOME, CHARTS: "/charts" }).READINESS_CHARTS).toMatch(/^\/charts:.*charts$/);
    expect(chartEnvironment({ HOME, CHARTS: "oci://mirror" }).READINESS_CHARTS).toMatch(cache);
    expect(chartEnvironment({ HOME, READINESS_CHARTS: "/a", READINESS_HELM: "/h" })).toEqual({
        READINESS_CHARTS: "/a",
        READINESS_CHARTS_COMMAND: "make charts CHARTS=<folder or oci://...>",
        READINESS_HELM: "/h",
    });
});

test("a policy configuration with a mistake is told before anything is planned", async () => {
    await checkPolicyConfig();
    await expect(checkPolicyConfig("package.json")).rejects.toThrow(/there is no such check/);
});
