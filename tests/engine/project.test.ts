import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { Failure } from "../../sandbox/console.ts";
import { type Definition, type Project, projectFolder, readYaml, writeProject } from "../../sandbox/engine/project.ts";
import { writeSettings } from "../../sandbox/engine/stack-files.ts";

function emptyProject(args: Partial<Project> = {}): Project {
    return {
        folder: mkdtempSync(join(tmpdir(), "project-")),
        definition: { name: "shop", runtime: "nodejs", main: "index.ts" },
        origin: "/home/me/shop",
        providers: {},
        ...args,
    };
}

const settingsFile = (project: Project) => join(projectFolder(project), "Pulumi.prod.yaml");

test("the generated project runs the program where it lies", () => {
    const project = emptyProject();
    writeProject(project);
    const { name, main = "" } = readYaml<Definition>(join(projectFolder(project), "Pulumi.yaml"));
    expect(name).toBe("shop");
    expect(resolve(projectFolder(project), main)).toBe("/home/me/shop/index.ts");
});

test("every plugin that the project names has a launcher that starts its script", () => {
    const project = emptyProject({ providers: { aws: "/p/aws.ts", eks: "/p/eks.ts" }, languageHost: "/p/host.ts" });
    writeProject(project);
    const { plugins } = readYaml<Record<string, Record<string, { name: string; path: string }[]>>>(
        join(projectFolder(project), "Pulumi.yaml"),
    );
    expect(plugins?.providers?.map(({ name }) => name)).toEqual(["aws", "eks"]);
    for (const { name, path } of plugins?.providers ?? []) {
        expect(readFileSync(join(path, `pulumi-resource-${name}`), "utf8")).toContain(`'/p/${name}.ts'`);
    }
    expect(plugins?.languages?.map(({ name }) => name)).toEqual(["nodejs"]);
    expect(readFileSync(join(project.folder, "plugins/pulumi-language-nodejs"), "utf8")).toContain("'/p/host.ts'");
});

test("an engine with a language host of its own is given no other", () => {
    const project = emptyProject();
    writeProject(project);
    const { plugins } = readYaml<{ plugins: { languages: object[] } }>(join(projectFolder(project), "Pulumi.yaml"));
    expect(plugins.languages).toEqual([]);
});

test("the copy of a stack's settings has neither its secrets provider nor its secrets", () => {
    const project = emptyProject();
    writeSettings(project, "prod", {
        secretsprovider: "awskms://alias/pulumi",
        encryptedkey: "AQICAHh",
        encryptionsalt: "v1:of-the-real-stack",
        config: {
            "shop:region": "eu-west-1",
            "shop:token": { secure: "v1:cipher" },
            "shop:nested": { list: [{ secure: "v1:cipher" }], secure: true },
        },
    });
    expect(readYaml(settingsFile(project))).toEqual({
        config: {
            "shop:region": "eu-west-1",
            "shop:token": "sandbox",
            "shop:nested": { list: ["sandbox"], secure: true },
        },
    });
});

test("the salt that the engine wrote into the copy outlives the next copy", () => {
    const project = emptyProject();
    const salt = "v1:made-for-the-copy";
    writeSettings(project, "prod", { config: { "shop:zones": 2 } });
    appendFileSync(settingsFile(project), `encryptionsalt: ${salt}\n`);
    writeSettings(project, "prod", { config: { "shop:zones": 3 } });
    expect(readYaml(settingsFile(project))).toEqual({ config: { "shop:zones": 3 }, encryptionsalt: salt });
});

test.each([
    ["a:b: 1\n  a:b: hidden", "line 3, column 3: duplicate key."],
    ["a:b: [hidden\n  a:c: hidden", "line 3, column 3: bad indent."],
    ['a:b: "hidden', "line 3, column 1: missing char."],
])("a stack file that is no YAML is refused with the place, and without what stands there", (text, place) => {
    const file = join(mkdtempSync(join(tmpdir(), "project-")), "Pulumi.prod.yaml");
    writeFileSync(file, `config:\n  ${text}\n`);
    expect(() => readYaml(file)).toThrow(new Failure(`Pulumi.prod.yaml is no YAML at ${place}`));
});

test("Node's imports are found from a folder that the engine runs in", () => {
    const project = emptyProject();
    const runtime = { name: "nodejs", options: { nodeargs: "--a=./b --import ./c.ts", packagemanager: "npm" } };
    writeProject({ ...project, definition: { ...project.definition, runtime } });
    expect(readYaml<Definition>(join(projectFolder(project), "Pulumi.yaml")).runtime).toEqual({
        name: "nodejs",
        options: { nodeargs: "--a=./b --import /home/me/shop/c.ts", packagemanager: "npm" },
    });
});
