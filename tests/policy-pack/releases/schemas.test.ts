import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { archiveOf, filesOf, textOf } from "../../../policy-pack/releases/archive.ts";
import { contentsOf } from "../../../policy-pack/releases/contents.ts";
import { objectsIn } from "../../../policy-pack/releases/manifests.ts";
import { withoutSchemas } from "../../../policy-pack/releases/schemas.ts";
import { chart, configMap, inside, releaseOf } from "./chart.ts";
import { recordingHelm } from "./recording-helm.ts";

const scratch = (name: string) => mkdtempSync(join(inject("scratchFolder"), name));

/** A CRD with a schema of these lines, and what comes behind it. */
const crd = (name: string, schema: readonly string[], end = "      served: true") =>
    [
        "apiVersion: apiextensions.k8s.io/v1",
        "kind: CustomResourceDefinition",
        `metadata: {name: ${name}.example.com}`,
        "spec:",
        "  group: example.com",
        "  scope: Cluster",
        `  names: {kind: ${name}}`,
        "  versions:",
        "    - name: v1",
        "      schema:",
        "        openAPIV3Schema:",
        ...schema.map((line) => `          ${line}`),
        end,
        "",
    ].join("\n");
const plain = ["type: object", "description: A widget", "", "properties: {a: {type: string}}"];

/** As `helm package` packs it. */
function packed(files: Record<string, string>): string {
    const folder = scratch("packed-");
    const { status, stderr } = spawnSync(inject("helm"), ["package", chart(files), "--destination", folder]);
    if (status !== 0) throw new Error(String(stderr));
    return join(folder, "app-1.0.0.tgz");
}

/** Where the archive without schemas lies, and nothing where there is none. */
async function slim(path: string): Promise<string | undefined> {
    const archive = await archiveOf(path);
    const content = archive && (await withoutSchemas(archive));
    if (!content) return undefined;
    const file = join(scratch("slim-"), "app.tgz");
    writeFileSync(file, content);
    return file;
}

function rendered(path: string, ...options: readonly string[]) {
    const args = ["template", "app", path, "--include-crds", "--kube-version=1.35.0", ...options];
    const { stdout, status } = spawnSync(inject("helm"), args, { encoding: "utf8", maxBuffer: 2 ** 28 });
    return { status, objects: objectsIn(stdout, new Map()) };
}

test.each<[string, Record<string, string>, readonly string[]]>([
    ["among templates", { "templates/w.yaml": crd("Widget", plain) }, ["templates/w.yaml"]],
    ["in crds/", { "crds/w.yaml": crd("Widget", plain), "templates/a.yaml": configMap("1") }, ["crds/w.yaml"]],
    [
        "of a subchart",
        {
            "charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
            "charts/sub/templates/w.yaml": crd("Widget", plain),
        },
        ["charts/sub/templates/w.yaml"],
    ],
    [
        "between actions, and beside another object",
        {
            "templates/w.yaml": `{{- if .Values.a }}\n${crd("Widget", plain, "{{- if .Values.b }}\n      served: true\n{{- end }}")}{{- end }}\n---\n${configMap(".Values.b")}`,
        },
        ["templates/w.yaml"],
    ],
    ["that templates make", { "templates/w.yaml": crd("Widget", ["type: {{ .Values.b }}"]) }, []],
    [
        "that an action divides",
        { "templates/w.yaml": crd("Widget", ["type: object", "{{- if .Values.a }}", "nullable: true", "{{- end }}"]) },
        [],
    ],
    [
        "that an action at the margin divides",
        {
            "templates/w.yaml": crd(
                "Widget",
                plain,
                "{{- if .Values.a }}\n          nullable: true\n{{- end }}\n      served: true",
            ),
        },
        ["templates/w.yaml"],
    ],
    ["of what is no CRD", { "templates/w.yaml": crd("Widget", plain).replace("kind: Custom", "kind: Other") }, []],
])("A schema %s: Helm makes the same objects of the archive, whether it goes or stays", async (_, files, gone) => {
    const path = packed(files);
    const [before, archive] = [await filesOf(path, await archiveOf(path)), await slim(path)];
    const after = archive ? await filesOf(archive, await archiveOf(archive)) : before;
    expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
    const changed = after.filter((file, index) => textOf(file) !== textOf(before[index] ?? file));
    expect(changed.map(({ name }) => name)).toEqual(gone);
    for (const values of ["a=true,b=object", "a=,b="]) {
        const now = rendered(archive ?? path, `--set=${values}`);
        expect(now.objects.length).toBeGreaterThan(0);
        expect(now).toEqual(rendered(path, `--set=${values}`));
    }
});

test("What is kept is what Helm is given, in this run and the next, and the objects are those of the chart", async () => {
    const [path, renders, helm] = [
        packed({ "templates/w.yaml": crd("Widget", plain) }),
        scratch("renders-"),
        recordingHelm(),
    ];
    const release = (values: object) => releaseOf(path, { values });
    const names = async (values: object, settings: object) =>
        (await inside([release(values)], { helm: helm.path, ...settings })).resources.map(({ name }) => name);
    expect(await names({ a: 1 }, { renders })).toEqual(await names({ a: 1 }, {}));
    await names({ a: 2 }, { renders });
    const given = helm.calls().flatMap((call) => /^template app (\S+)/.exec(call)?.[1] ?? []);
    const [kept] = readdirSync(renders, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tgz"));
    expect(given).toEqual([join(renders, kept ?? ""), path, join(renders, kept ?? "")]);
});

test("An archive that is broken stops nothing, and the release says so", async () => {
    const path = packed({ "templates/a.yaml": configMap("1") });
    writeFileSync(path, "no archive");
    const found = await inside([releaseOf(path)], { renders: scratch("renders-") });
    expect(found.unrendered).toHaveLength(1);
});

const folder = process.env.CHARTS;
const charts = folder ? readdirSync(folder).filter((file) => file.endsWith(".tgz")) : [];

test.skipIf(!folder)(
    "With CHARTS=<folder>, Helm makes the same of every chart without its schemas",
    async () => {
        const found = await Promise.all(
            charts.map(async (file) => {
                const path = join(folder ?? "", file);
                const { isRandom } = contentsOf(await filesOf(path, await archiveOf(path)));
                return { file, path, isRandom, archive: await slim(path) };
            }),
        );
        const slimmed = found.flatMap(({ archive, ...of }) => (archive ? [{ ...of, archive }] : []));
        expect(slimmed.length).toBeGreaterThan(0);
        for (const { file, path, isRandom, archive } of slimmed) {
            const [theirs, ours] = [rendered(path), rendered(archive)];
            const shown = ({ objects, status }: ReturnType<typeof rendered>) =>
                isRandom ? [status, objects.map(({ kind, metadata }) => [kind, metadata.name])] : [status, objects];
            expect(shown(ours), file).toEqual(shown(theirs));
        }
    },
    300_000,
);
