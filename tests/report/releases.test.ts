import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { root } from "../../sandbox/paths.ts";
import { chart } from "../policy-pack/releases/chart.ts";
import { readiness } from "./readiness.ts";
import { type Entry, secretSignature, stateOf, urn } from "./stack.ts";

const attack = "<img src=x onerror=attack()>";
const hidden = "hunter2-and-more";

beforeAll(() => {
    vi.stubEnv("READINESS_HELM", inject("helm"));
    vi.stubEnv("READINESS_CHARTS", join(root, "tests/cluster/charts"));
});
afterAll(() => vi.unstubAllEnvs());

const releaseOf = (name: string, inputs: object): Entry => {
    const type = "kubernetes:helm.sh/v3:Release";
    return { urn: urn(type, name), type, custom: true, inputs: { name, namespace: "apps", ...inputs } };
};

/** The report on a state with these releases, in a format. */
async function report(releases: Entry[], format: string): Promise<string> {
    const folder = mkdtempSync(join(inject("scratchFolder"), "report-"));
    const state = join(folder, "state.json");
    writeFileSync(state, stateOf(releases));
    return (await readiness(state, "--format", format)).out;
}

test("a state's releases are seen inside, and a finding names release and object", async () => {
    const releases = [
        releaseOf("operator", { chart: "operator", version: "1.0.0", values: { owner: "team", replicas: 1 } }),
        releaseOf("absent", { chart: "absent", version: "1.0.0" }),
    ];
    const { checks, counts } = JSON.parse(await report(releases, "json"));
    expect(counts).toMatchObject({ releases: 2, rendered: 1 });
    const { evidence } = checks.find(({ id }: { id: string }) => id === "replicas-min");
    expect(evidence[0].urn).toMatch(/::release apps\/operator, Deployment apps\/operator$/);
    expect(evidence[0].message).toMatch(/\(in the chart's values: replicas\)$/);
    expect(await report(releases, "table")).toMatch(/1 of 2 releases seen inside\./);
});

test("nothing of a secret value is in any report, whether its chart renders or quotes it", async () => {
    const values = { password: { ...secretSignature, ciphertext: hidden }, plain: hidden };
    const path = chart({ "templates/a.yaml": "{{ fail .Values.plain }}" });
    for (const format of ["json", "html", "markdown", "sarif", "junit", "table"]) {
        expect(await report([releaseOf("app", { chart: path, values })], format)).not.toContain(hidden);
    }
});

test("what a chart calls its objects is text in the page", async () => {
    const object = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: "${attack}"}\nspec: {template: {spec: {containers: [{name: "${attack}"}]}}}\n`;
    const page = await report([releaseOf("app", { chart: chart({ "templates/a.yaml": object }) })], "html");
    expect(page).not.toContain(attack);
    expect(page).toContain("&lt;img src=x onerror=attack()&gt;");
});
