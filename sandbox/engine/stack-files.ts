import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./console.ts";
import { root } from "./paths.ts";
import { readYaml, type Settings } from "./project.ts";

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
