import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { chartEnvironment, getCharts } from "../../sandbox/engine/charts.ts";
import type { Plan } from "../../sandbox/engine/plan.ts";
import { checkPolicyConfig } from "../../sandbox/engine/readiness.ts";
import { root } from "../../sandbox/paths.ts";

const fixtures = join(root, "tests/cluster/charts");

const planOf = (...releases: object[]): Plan => ({
    steps: releases.map((inputs, index) => ({
        op: "create",
        urn: `urn:pulumi:a::b::c::${index}`,
        newState: { type: "kubernetes:helm.sh/v3:Release", inputs: inputs as Record<string, unknown> },
    })),
});

const into = () => join(mkdtempSync(join(inject("scratchFolder"), "charts-")), "charts");

describe("getting charts", () => {
    const operator = { chart: "oci://registry.example.com/charts/operator", version: "1.0.0" };

    test("puts each chart of the plan into the folder once, as an archive", async () => {
        const folder = into();
        const plan = planOf(operator, { chart: "shop", version: "2.3.0" }, operator);
        expect(await getCharts(plan, { source: fixtures, folder })).toBe(0);
        expect(readdirSync(folder).sort()).toEqual(["operator-1.0.0.tgz", "shop-2.3.0.tgz"]);
        const packed = { chart: join(folder, "operator-1.0.0.tgz"), version: "1.0.0" };
        expect(await getCharts(planOf(packed), { source: "", folder: into() })).toBe(0);
    });

    test("fails where one cannot be had, gets the others, and leaves no half of one", async () => {
        const folder = into();
        const plan = planOf({ ...operator, version: "9.9.9" }, { chart: "absent", version: "1.0.0" }, operator);
        expect(await getCharts(plan, { source: fixtures, folder })).toBe(1);
        expect(readdirSync(folder)).toEqual(["operator-1.0.0.tgz"]);
        expect(readdirSync(join(folder, ".."))).toEqual(["charts"]);
    });
});

test("what the shell says of charts goes before what is at hand", () => {
    const { HOME } = process.env;
    const cache = /production-readiness\/charts$/;
    expect(chartEnvironment({ HOME, CHARTS: "/charts" }).READINESS_CHARTS).toMatch(/^\/charts:.*charts$/);
    expect(chartEnvironment({ HOME, CHARTS: "oci://mirror" }).READINESS_CHARTS).toMatch(cache);
    expect(chartEnvironment({ HOME, READINESS_CHARTS: "/a", READINESS_HELM: "/h" })).toEqual({
        READINESS_CHARTS: "/a",
        READINESS_HELM: "/h",
    });
});

test("a policy configuration with a mistake is told before anything is planned", async () => {
    await checkPolicyConfig();
    await expect(checkPolicyConfig("package.json")).rejects.toThrow(/there is no such check/);
});
