import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { Failure } from "../console.ts";
import { root } from "../paths.ts";
import { type Project, projectFolder, readYaml, write } from "./project.ts";

/** A stack file (`Pulumi.<stack>.yaml`), as data. */
export interface Settings {
    readonly config?: Readonly<Record<string, unknown>>;
    readonly encryptionsalt?: string;
    readonly [key: string]: unknown;
}

/** What the stack's file decides. */
export function settingsOf(name: string): Settings {
    const path = join(root, `Pulumi.${name}.yaml`);
    if (existsSync(path)) return readYaml<Settings>(path);
    throw new Failure(`There is no stack ${name}: Pulumi.${name}.yaml is missing. Stacks: ${stackNames().join(", ")}.`);
}

/** The stack that this one stands by for, where it is a standby. */
export const primaryOf = ({ config }: Settings): string | undefined =>
    String(config?.["production-cluster:primaryStack"] ?? "")
        .split("/")
        .at(-1) || undefined;

/** The stacks that stand by for this one. */
export const standbysOf = (name: string): string[] =>
    stackNames().filter((standby) => primaryOf(settingsOf(standby)) === name);

const stackNames = (): string[] => readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

/** Writes a stack's settings. The key of its secrets stays the one that the engine made for this copy. */
export function writeSettings(project: Project, stack: string, settings: Settings): void {
    const path = join(projectFolder(project), `Pulumi.${stack}.yaml`);
    const { encryptionsalt } = existsSync(path) ? readYaml<Settings>(path) : {};
    write(path, stringify({ ...withoutSecrets(settings), ...(encryptionsalt && { encryptionsalt }) }));
}

/** Secrets belong to the real stack's key, which is not asked for here: a word takes the place of each. */
function withoutSecrets({ config }: Settings): Settings {
    const replaced = JSON.stringify(config ?? {}, (_key, value) =>
        typeof value?.secure === "string" && Object.keys(value).length === 1 ? "sandbox" : value,
    );
    return { config: JSON.parse(replaced) };
}
