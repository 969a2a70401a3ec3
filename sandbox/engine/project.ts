import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { parseDocument, stringify } from "yaml";
import { Failure } from "../console.ts";
import { clouds, root } from "../paths.ts";
import { hasLanguageHost } from "./engine.ts";
import type { Engine } from "./engine-source.ts";

/** A project as the engine sees it: a generated folder, so that no tracked file is ever written to. */
export interface Project {
    /** Holds everything the engine reads and writes: project, plugins, state, home. */
    readonly folder: string;
    /** The program's `Pulumi.yaml`, as data. */
    readonly definition: Definition;
    /** Folder that `main` in the definition is relative to. */
    readonly origin: string;
    /** What the engine starts as resource plugins, by package name: a script of ours, or a program. */
    readonly providers: Readonly<Record<string, string>>;
    /** Packages that simulated clouds serve, but those that `providers` has. Default: none. */
    readonly simulated?: readonly string[];
    /** Scripts that plugins and programs find first on PATH, by name. Default: none. */
    readonly commands?: Readonly<Record<string, string>>;
    /** Script that stands in for the engine's language host, where the engine has none. */
    readonly languageHost?: string;
}

export interface Definition {
    readonly name: string;
    readonly runtime: string | Runtime;
    readonly main?: string;
    readonly [key: string]: unknown;
}

interface Runtime {
    readonly name: string;
    /** `nodeargs` are options for Node, in which `./` is the folder of the program. */
    readonly options?: { readonly nodeargs?: string; readonly [option: string]: unknown };
}

const orphan = join(import.meta.dirname, "orphan.ts");

export const projectFolder = (project: Project): string => join(project.folder, "project");

/** Folder of the project's commands. */
export const commandsFolder = (project: Project): string => join(project.folder, "commands");

/** The project of this repository on simulated clouds. */
export function sandboxProject(folder: string, engine: Engine): Project {
    return {
        folder,
        definition: readYaml<Definition>(join(root, "Pulumi.yaml")),
        origin: root,
        providers: { eks: join(clouds, "eks/main.ts") },
        simulated: ["aws", "kubernetes", "random"],
        languageHost: hasLanguageHost(engine) ? undefined : join(import.meta.dirname, "language-host.ts"),
    };
}

/** Writes the project file and a launcher for each plugin and command. */
export function writeProject(project: Project): void {
    const plugins = join(project.folder, "plugins");
    const launchers = {
        ...Object.fromEntries(Object.entries(project.providers).map(([name, it]) => [`pulumi-resource-${name}`, it])),
        ...(project.languageHost && { "pulumi-language-nodejs": project.languageHost }),
    };
    for (const [name, file] of Object.entries(launchers)) writeLauncher(join(plugins, name), file);
    for (const [name, file] of Object.entries(project.commands ?? {}))
        writeLauncher(join(commandsFolder(project), name), file);
    write(join(projectFolder(project), "Pulumi.yaml"), stringify(projectFile(project, plugins)));
}

function writeLauncher(path: string, file: string): void {
    const words = file.endsWith(".ts") ? [process.execPath, "--import", orphan, file] : [file];
    write(path, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(" ")} "$@"\n`, 0o755);
}

/**
 * The project file with the program at its true place, and with the plugins named: the engine then starts these
 * whatever version a program asks for, and looks for no others.
 */
function projectFile({ definition, origin, providers, languageHost, folder }: Project, plugins: string): Definition {
    const program = resolve(origin, definition.main ?? ".");
    return {
        ...definition,
        runtime: placed(definition.runtime, origin),
        main: relative(join(folder, "project"), program),
        plugins: {
            providers: Object.keys(providers).map((name) => ({ name, path: plugins })),
            languages: languageHost ? [{ name: "nodejs", path: plugins }] : [],
        },
    };
}

/** With what Node imports at its true place, as the program is. */
function placed(runtime: string | Runtime, origin: string): string | Runtime {
    if (typeof runtime === "string" || !runtime.options?.nodeargs) return runtime;
    const nodeargs = runtime.options.nodeargs.replaceAll(" ./", ` ${origin}/`);
    return { ...runtime, options: { ...runtime.options, nodeargs } };
}

/** @throws Failure with the first place where it is no YAML. The text is not quoted, for it may hold a secret. */
export function readYaml<T>(path: string): T {
    const document = parseDocument(readFileSync(path, "utf8"));
    const [mistake] = document.errors;
    if (mistake) {
        const [{ line, col }] = mistake.linePos ?? [{ line: 1, col: 1 }];
        const what = mistake.code.toLowerCase().replaceAll("_", " ");
        throw new Failure(`${basename(path)} is no YAML at line ${line}, column ${col}: ${what}.`);
    }
    return (document.toJS() ?? {}) as T;
}

/** All at once, so that a command that runs at the same time never reads half a file. */
export function write(path: string, content: string, mode = 0o644): void {
    mkdirSync(dirname(path), { recursive: true });
    const partial = `${path}.${process.pid}`;
    try {
        writeFileSync(partial, content, { mode });
        renameSync(partial, path);
    } finally {
        rmSync(partial, { force: true });
    }
}
