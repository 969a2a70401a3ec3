import { sandbox } from "../paths.ts";
import type { Engine } from "./engine-source.ts";
import { type Project, sandboxProject, writeProject } from "./project.ts";
import { Stack, type StackArgs } from "./stack.ts";
import { type Settings, writeSettings } from "./stack-files.ts";

/** Where a stack is brought up, and what is another there than on simulated clouds. */
export interface Target extends StackArgs, Partial<Pick<Project, "providers" | "commands">> {
    /** Where its project, state and plugins are. Default: `.sandbox`, where the stacks of `make up` are. */
    readonly folder?: string;
    /** Stack configuration that differs from the stack's file, by full key. Default: none. */
    readonly config?: Readonly<Record<string, unknown>>;
    /** What it is called for people. Default: simulated clouds. */
    readonly label?: string;
}

/** A stack ready for a command, with fresh copies of the project file and of its settings. */
export async function openStack(
    engine: Engine,
    name: string,
    settings: Settings,
    { folder = sandbox, providers, commands, config, ...args }: Target = {},
): Promise<Stack> {
    const simulated = sandboxProject(folder, engine);
    const project = { ...simulated, commands, providers: { ...simulated.providers, ...providers } };
    writeProject(project);
    writeSettings(project, name, { ...settings, config: { ...settings.config, ...config } });
    const stack = new Stack(engine, project, name, args);
    await stack.open();
    return stack;
}
