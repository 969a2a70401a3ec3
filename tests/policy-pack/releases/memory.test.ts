import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, inject, test, vi } from "vitest";
import { chart, configMap, releaseOf } from "./chart.ts";
import { recordingHelm } from "./recording-helm.ts";

const path = chart({ "templates/probe.yaml": configMap(".Values.text") });
const helm = recordingHelm();
let renders = "";
let asked = 0;

beforeEach(() => {
    renders = mkdtempSync(join(inject("scratchFolder"), "renders-"));
});

const files = () =>
    readdirSync(renders, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".json"))
        .map((name) => join(renders, name));

/** What another run sees inside of the release, and how often it asks Helm to render. */
async function run(values: object, props: object = {}, holdsSecret?: true) {
    // What one process knows, the next does not.
    vi.resetModules();
    const { inside } = await import("./chart.ts");
    const before = helm.started() ? helm.calls().length : 0;
    const found = await inside([{ ...releaseOf(path, { values, ...props }), holdsSecret }], {
        helm: helm.path,
        renders,
    });
    const calls = helm.calls().slice(before);
    asked = calls.filter((call) => call.startsWith("template ")).length;
    return JSON.stringify(found.resources.map(({ name, props }) => [name, Object.keys(props.data ?? {})]));
}

test("What rendered once is not rendered again by the next run, which sees the same", async () => {
    const first = await run({ text: "one" });
    expect(asked).toBe(1);
    expect(await run({ text: "one" })).toBe(first);
    expect(asked).toBe(0);
});

test.each([
    ["values", { text: "two" }, {}],
    ["a namespace", { text: "one" }, { namespace: "others" }],
    ["a name", { text: "one" }, { name: "other" }],
    ["options", { text: "one" }, { disableWebhooks: true }],
])("Other %s are rendered", async (_, values, props) => {
    await run({ text: "one" });
    await run(values, props);
    expect(asked).toBeGreaterThan(0);
});

test("A chart that changed in place, and another Helm, render again", async () => {
    await run({ text: "one" });
    writeFileSync(join(path, "templates/more.yaml"), configMap('"more"', "more"));
    expect(await run({ text: "one" })).toContain("more");
    expect(asked).toBeGreaterThan(0);

    await run({ text: "one" });
    expect(asked).toBe(0);
    const script = readFileSync(helm.path, "utf8");
    writeFileSync(helm.path, script.replace("exec", '[ "$1" = version ] && exec echo v9.9.9; exec'));
    await run({ text: "one" });
    writeFileSync(helm.path, script);
    chmodSync(helm.path, 0o755);
    expect(asked).toBeGreaterThan(0);
});

test("A release that was given a secret, or a credential that nobody marked, is not kept", async () => {
    await run({ text: "hunter2" }, {}, true);
    await run({ text: "postgres://shop:hunter2-and-more@db.example.com/shop" });
    const holding = () => files().filter((file) => readFileSync(file, "utf8").includes("hunter2"));
    // The chart's own values are no secret of the release.
    expect([files().length, holding()]).toEqual([1, []]);
    await run({ text: "hunter2" });
    expect(holding()).not.toEqual([]);
});

test("Only the user can read what is kept; what is damaged or a month old is made anew", async () => {
    const first = await run({ text: "one" });
    for (const file of files()) {
        expect(statSync(file).mode & 0o077).toBe(0);
        writeFileSync(file, "[{");
    }
    expect(await run({ text: "one" })).toBe(first);
    expect(asked).toBeGreaterThan(0);

    const old = Date.now() / 1000 - 31 * 24 * 60 * 60;
    for (const file of files()) utimesSync(file, old, old);
    expect(await run({ text: "one" })).toBe(first);
    expect(asked).toBeGreaterThan(0);
});

test("A folder that takes nothing stops no run", async () => {
    renders = "/dev/null/renders";
    expect(await run({ text: "one" })).toContain("probe");
});
