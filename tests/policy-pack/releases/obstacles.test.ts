import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, inject, test } from "vitest";
import { evaluate } from "../../../policy-pack/evaluate.ts";
import { unknown } from "../../../policy-pack/inventory/unknown.ts";
import { settingsOf } from "../../../policy-pack/releases/settings.ts";
import { root } from "../../../sandbox/paths.ts";
import { object, release, resource } from "../ready/resource.ts";
import { readyStack } from "../ready-stack.ts";
import { chart, configMap, fixtures, inside, releaseOf } from "./chart.ts";
import { recordingHelm } from "./recording-helm.ts";

/** Why a release of a chart cannot be seen inside. */
async function why(files: Record<string, string>, props: object = {}, settings = {}) {
    const found = await inside([releaseOf(chart(files), props)], settings);
    const { counts, checks } = evaluate(found);
    expect(counts).toMatchObject({ releases: 1, rendered: 0 });
    expect(checks.find(({ id }) => id === "pod-not-privileged")?.status).toBe("unknown");
    return found.unrendered[0]?.unseen;
}

const secret = "hunter2-and-more";

describe("a release that cannot be rendered leaves checks unknown and says why", () => {
    test.each<[string, Record<string, string>, RegExp]>([
        [
            "a chart that refuses its values",
            { "templates/a.yaml": '{{ fail (printf "%s is bad" .Values.password) }}' },
            /^the chart refuses the values, at line 1 of app\/templates\/a\.yaml$/,
        ],
        [
            "a value that is required",
            { "templates/a.yaml": "{{ required .Values.password .Values.missing }}" },
            /^the chart refuses the values, at line 1 of app\/templates\/a\.yaml$/,
        ],
        [
            "a schema that the values break",
            {
                "values.schema.json": JSON.stringify({
                    properties: { password: { type: "integer" }, nested: { properties: { a: { enum: ["b"] } } } },
                }),
            },
            /^the values do not meet the chart's schema, at (nested\.a, password|password, nested\.a)$/,
        ],
        [
            "a schema that asks for a file from the network",
            { "values.schema.json": JSON.stringify({ $ref: "https://schemas.example.com/values.json" }) },
            /^the chart's schema asks for a file from the network$/,
        ],
        [
            "a template that becomes broken YAML",
            { "templates/a.yaml": 'a: [{{ .Values.password }}\nb: "' },
            /^what app\/templates\/a\.yaml of the chart becomes with these values is not YAML$/,
        ],
        [
            "a template that calls what is not there",
            { "templates/a.yaml": "a: {{ .Values.password.length }}" },
            /^the chart does not render with these values, at line 1 of app\/templates\/a\.yaml$/,
        ],
        [
            "a template that does not parse",
            { "templates/a.yaml": "a: {{ if }}" },
            /^the chart (has a mistake|does not render with these values,) at line 1 of app\/templates\/a\.yaml$/,
        ],
        [
            "a dependency that is not in the chart",
            {
                "Chart.yaml":
                    "apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies: [{name: cache, version: 1.0.0}]\n",
            },
            /^the chart lacks the charts that it depends on: cache$/,
        ],
        [
            "a chart for another Kubernetes",
            { "Chart.yaml": 'apiVersion: v2\nname: app\nversion: 1.0.0\nkubeVersion: ">=9.0.0"\n' },
            /^the chart wants Kubernetes >=9\.0\.0, and the cluster has v1\.35\.0$/,
        ],
        [
            "aliases that multiply without end",
            { "templates/a.yaml": bomb() },
            /^what app\/templates\/a\.yaml of the chart becomes with these values is not YAML$/,
        ],
    ])("%s", async (_, files, message) => {
        const told = await why(files, { values: { password: secret, nested: { a: secret } } });
        expect(told).toMatch(message);
        expect(told).not.toContain(secret);
    });

    test.each<[string, object, RegExp]>([
        ["its values come from files", { valueYamlFiles: [{ path: "values.yaml" }] }, /valueYamlFiles/],
        ["it sets values to null", { allowNullValues: true }, /allowNullValues/],
        ["a program changes what was rendered", { postrender: "sed" }, /post-renderer/],
        ["a program changes what a Chart rendered", { postRenderer: { command: "sed" } }, /post-renderer/],
        ["it keeps values of an earlier update", { reuseValues: true }, /reuseValues/],
        ["its values are unknown as a whole", { values: unknown }, /^values is known only after the update$/],
        ["its chart is unknown", { chart: unknown }, /^chart is known only after the update$/],
        ["its name is an option of Helm", { name: "--post-renderer=/bin/sh" }, /its name is none/],
        ["its namespace is an option of Helm", { namespace: "a --post-renderer=b" }, /its namespace is none/],
        ["its inputs have a strange shape", { chart: "app", version: { a: 1 } }, /./],
    ])("where %s", async (_, props, message) => {
        expect(await why({}, props)).toMatch(message);
    });

    test("where there is no Helm", async () => {
        expect(await why({}, {}, { helm: "/nowhere/helm" })).toBe(
            "there is no /nowhere/helm: put Helm 3 on PATH, or its path into READINESS_HELM",
        );
    });

    test("where the chart is not at hand, or in another version", async () => {
        const absent = /^the chart is not at hand: `helm pull` it to .*charts$/;
        expect(await why({}, { chart: "absent", version: "1.0.0" })).toMatch(absent);
        expect(await why({}, { chart: "shop", version: "9.9.9" })).toMatch(absent);
        const named = await why({}, { chart: "absent", version: "1.0.0" }, { command: "make charts" });
        expect(named).toBe("the chart is not at hand: `make charts` gets it");
        expect(await why({}, { chart: "shop" })).toMatch(/names no chart version/);
        expect(await why({}, { chart: "../../../etc/passwd", version: "1.0.0" })).toMatch(absent);
    });

    test("where a file of its chart cannot be read", async () => {
        const unreadable = "a file of its chart cannot be read as YAML";
        expect(await why({ "Chart.yaml": "a: [" })).toBe(unreadable);
        const deep = `a: ${"[".repeat(200)}${"]".repeat(200)}\n`;
        expect(await why({ "Chart.yaml": `apiVersion: v2\nname: app\nversion: 1.0.0\n${deep}` })).toBe(unreadable);
        expect(await why({ "values.yaml": deep })).toBe(unreadable);
        const path = chart({});
        symlinkSync("/nowhere/at/all", join(path, "link"));
        const found = await inside([releaseOf(path)]);
        expect(found.unrendered[0]?.unseen).toBe("its chart cannot be read (ENOENT)");
    });

    test("where the time is over, and then at once", async () => {
        const endless = { "templates/a.yaml": "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}" };
        const start = Date.now();
        const late = "rendering took more than the 1 s that READINESS_RENDER_SECONDS allows";
        expect(await why(endless, {}, { seconds: 1 })).toBe(late);
        expect(Date.now() - start).toBeLessThan(5_000);
    });

    test("where the time is over, and nobody waits for what Helm started", async () => {
        const path = join(mkdtempSync(join(inject("scratchFolder"), "slow-")), "helm");
        writeFileSync(path, "#!/bin/sh\nsleep 20\nexit 0\n");
        chmodSync(path, 0o755);
        const script = join(path, "../look.ts");
        const module = (name: string) => JSON.stringify(join(root, "policy-pack", name));
        writeFileSync(
            script,
            `import { lookInside } from ${module("releases/look-inside.ts")};
            const release = ${JSON.stringify(releaseOf(chart({})))};
            const found = await lookInside([release], { helm: ${JSON.stringify(path)}, charts: [], seconds: 1 });
            console.log(found.unrendered[0].unseen);`,
        );
        const { stdout, status } = spawnSync("node", [script], { encoding: "utf8", timeout: 15_000 });
        expect([status, stdout]).toEqual([0, expect.stringMatching(/^rendering took more than the 1 s/)]);
    });

    test("where an object of another kind has the release as its parent", async () => {
        const parent = releaseOf("absent", { version: "1.0.0" });
        const found = await inside([parent, { ...object("v1:ConfigMap", "mine", {}), parent: parent.urn }]);
        expect(found.unrendered.map(({ unseen }) => unseen)).toEqual([expect.stringMatching(/not at hand/)]);
    });

    test("and the others are seen inside all the same", async () => {
        const bad = { ...releaseOf(chart({ "templates/a.yaml": "{{ fail `no` }}" })), urn: "urn:pulumi:p::s::t::bad" };
        const found = await inside([bad, releaseOf(chart({ "templates/a.yaml": configMap('"x"') }))]);
        expect(evaluate(found).counts).toMatchObject({ releases: 2, rendered: 1 });
        expect(found.objects("ConfigMap", "core")).toHaveLength(1);
    });
});

test.each([
    "stateful-storage",
    "secret-from-store",
    "storageclass-safe",
    "ingress-tls",
    "netpol-no-open-peers",
    "rbac-no-user-subjects",
])("%s does not pass, as a release that was not rendered may hold what breaks it", async (id) => {
    const { checks } = evaluate(await inside([...readyStack(), releaseOf("absent", { version: "1.0.0" })]));
    expect(checks.find((check) => check.id === id)?.status).toBe("unknown");
});

test("inputs of any shape stop nothing", async () => {
    const keys = ["chart", "version", "name", "namespace", "values", "skipCrds", "path", "repositoryOpts"];
    const shape = fc.oneof(fc.jsonValue(), fc.constantFrom(unknown, "operator", "1.0.0", "..", "/", "oci://", ".tgz"));
    const props = fc.dictionary(fc.constantFrom(...keys), shape);
    await fc.assert(
        fc.asyncProperty(props, async (inputs) => {
            const type = "kubernetes:helm.sh/v3:Release";
            const found = await inside([resource(type, "any", inputs)], { helm: "/nowhere/helm" });
            expect(found.unrendered).toHaveLength(1);
        }),
        { numRuns: 300, examples: [[{ chart: [{ toString: "" }] }], [{ chart: { toString: 1 } }]] },
    );
});

test("a release is rendered once, however often it is asked for, and again when its values change", async () => {
    const helm = recordingHelm();
    const path = chart({ "templates/a.yaml": configMap(".Values.a") }, "once");
    const look = (a: string) => inside([releaseOf(path, { values: { a } })], { helm: helm.path });
    await look("one");
    const { length } = helm.calls();
    // Its keys are looked up where somebody is told of a failure.
    expect(length).toBe(1);
    await look("one");
    expect(helm.calls()).toHaveLength(length);
    await look("two");
    expect(helm.calls()).toHaveLength(length + 1);
});

test("settings come from variables, and have defaults", () => {
    expect(settingsOf({ HOME: "/home/me" })).toEqual({
        helm: "helm",
        charts: ["/home/me/.cache/production-readiness/charts"],
        renders: "/home/me/.cache/production-readiness/renders",
        seconds: 120,
    });
    const env = {
        READINESS_HELM: "/opt/helm",
        READINESS_CHARTS: "/a:/b",
        READINESS_RENDER_SECONDS: "5",
        READINESS_RENDERS: "/c",
    };
    expect(settingsOf(env)).toEqual({ helm: "/opt/helm", charts: ["/a", "/b"], renders: "/c", seconds: 5 });
    expect(settingsOf({ READINESS_RENDERS: "none" }).renders).toBeUndefined();
    expect(settingsOf({ READINESS_RENDER_SECONDS: "soon" }).seconds).toBe(120);
});

test("a chart in an archive is found by its name and version", async () => {
    const folder = mkdtempSync(join(inject("scratchFolder"), "archive-"));
    spawnSync(inject("helm"), ["package", join(fixtures, "operator"), "--destination", folder]);
    expect(readdirSync(folder)).toEqual(["operator-1.0.0.tgz"]);
    const found = await inside([release("operator", "operator", { owner: "team" })], { charts: ["/nowhere", folder] });
    expect(found.objects("Deployment", "apps")).toHaveLength(1);
});

/** A cluster whose version is unknown must not stop anything. */
test("the version of the cluster may be unknown", async () => {
    const cluster = resource("aws:eks/cluster:Cluster", "shop", { version: unknown });
    const found = await inside([
        cluster,
        releaseOf(chart({ "templates/a.yaml": configMap(".Capabilities.KubeVersion.Version") })),
    ]);
    expect(found.objects("ConfigMap", "core")[0]?.props.data.answer).toBe("v1.35.0");
});

function bomb(): string {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const lines = names.map((name, index) =>
        index === 0
            ? "a: &a [x,x,x,x,x,x,x,x,x]"
            : `${name}: &${name} [${`*${names[index - 1]},`.repeat(9).slice(0, -1)}]`,
    );
    return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\n${lines.join("\n")}\n`;
}
