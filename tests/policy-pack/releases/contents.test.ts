import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect, inject, test } from "vitest";
import { archiveOf, filesOf } from "../../../policy-pack/releases/archive.ts";
import { contentsOf } from "../../../policy-pack/releases/contents.ts";
import { readYaml } from "../../../policy-pack/releases/manifests.ts";
import { chart, configMap, inside, releaseOf } from "./chart.ts";
import { recordingHelm } from "./recording-helm.ts";

const crd = [
    "apiVersion: apiextensions.k8s.io/v1",
    "kind: CustomResourceDefinition",
    "metadata: {name: widgets.example.com}",
    "spec: {group: example.com, scope: Namespaced, names: {kind: Widget}, versions: [{name: v1}]}",
    "",
].join("\n");
const asks = configMap('.Capabilities.APIVersions.Has "example.com/v1"');
const random = configMap("randAlphaNum 8");
const subchart = { "charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n" };

/** A chart that holds another one as it was packed. */
function withPacked(files: Record<string, string>): string {
    const path = chart({ "templates/a.yaml": configMap(".Values.a"), "charts/.keep": "" });
    spawnSync(inject("helm"), ["package", chart(files, "sub"), "--destination", join(path, "charts")]);
    return path;
}

test.each<[string, string, object, number]>([
    ["gives the same each time", chart({ "templates/a.yaml": configMap(".Values.a") }), {}, 1],
    ["says only in words that it is random now", chart({ "README.md": "{{ now }}", "templates/a.yaml": "" }), {}, 1],
    ["has CRDs beside its templates", chart({ "crds/w.yaml": crd, "templates/a.yaml": asks }), {}, 1],
    ["has CRDs among its templates", chart({ "templates/w.yaml": crd }), {}, 1],
    [
        "has CRDs among its templates, and asks for APIs",
        chart({ "templates/w.yaml": crd, "templates/a.yaml": asks }),
        {},
        2,
    ],
    ["draws something", chart({ "templates/a.yaml": random }), {}, 3],
    [
        "may draw something, and does not",
        chart({ "templates/a.yaml": `{{ if .Values.a }}\n${random}{{ end }}` }),
        {},
        2,
    ],
    ["draws in a subchart", chart({ ...subchart, "charts/sub/templates/a.yaml": random }), {}, 3],
    ["draws in a subchart that is packed", withPacked({ "templates/a.yaml": random }), {}, 3],
    [
        "takes a template for a value",
        chart({ "templates/a.yaml": configMap("tpl .Values.a .") }),
        { a: "{{ uuidv4 }}" },
        3,
    ],
])("A chart that %s", async (_, path, values, renderings) => {
    const helm = recordingHelm();
    const found = await inside([releaseOf(path, { values })], { helm: helm.path });
    expect({ renderings: helm.calls().length, unseen: found.unrendered }).toEqual({ renderings, unseen: [] });
});

const folder = process.env.CHARTS;
const archives = folder ? readdirSync(folder).filter((file) => file.endsWith(".tgz")) : [];

const contentsAt = async (path: string) => contentsOf(await filesOf(path, await archiveOf(path)));

test.skipIf(!folder)("With CHARTS=<folder>, every chart is as its files tell, and two renderings show it", async () => {
    const told = await Promise.all(
        archives.map(async (file) => {
            const path = join(folder ?? "", file);
            return { file, path, ...(await contentsAt(path)) };
        }),
    );
    const wrong = told.filter(({ path, isRandom, asksForApis, values }) => {
        const render = (...options: string[]) =>
            spawnSync(inject("helm"), ["template", "app", path, "--kube-version=1.35.0", ...options], {
                encoding: "utf8",
            });
        const apis = ["monitoring.coreos.com/v1", "cert-manager.io/v1", "policy/v1/PodDisruptionBudget"];
        const [one, again] = [render(), render(...apis.flatMap((api) => ["--api-versions", api]))];
        const shown = spawnSync(inject("helm"), ["show", "values", path], { encoding: "utf8" }).stdout;
        const isSame = isRandom || asksForApis || one.stdout === again.stdout;
        return !isSame || !isDeepStrictEqual(values, readYaml(shown));
    });
    expect(archives.length).toBeGreaterThan(0);
    expect(wrong.map(({ file }) => file)).toEqual([]);
    expect(told.some(({ isRandom }) => !isRandom)).toBe(true);
});

const deep = ["one", "two", "three"].map((name) => name.repeat(24)).join("/");

test("A file whose name takes more than the hundred letters of a tar archive's header is read below its folders", async () => {
    const path = chart({ [`templates/${deep}.yaml`]: random, "crds/w.yaml": crd });
    const folder = join(path, "..");
    spawnSync(inject("helm"), ["package", path, "--destination", folder]);
    const files = await filesOf(path, await archiveOf(join(folder, "app-1.0.0.tgz")));
    expect(files.map(({ name }) => name)).toContain(`templates/${deep}.yaml`);
});
