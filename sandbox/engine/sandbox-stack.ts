import { sandbox } from "../paths.ts";
import type { Engine } from "./engine.ts";
import { sandboxProject, writeProject } from "./project.ts";
import { Stack, type StackArgs } from "./stack.ts";
import { type Settings, writeSettings } from "./stack-files.ts";

interface SandboxStackArgs extends StackArgs {
    /** Where its project, state and plugins are. Default: `.sandbox`, where the stacks of `make up` are. */
    readonly folder?: string;
}

/** A stack on simulated clouds, ready for a command, with fresh copies of the project file and of its settings. */
export async function openStack(
    engine: Engine,
    name: string,
    settings: Settings,
    { folder = sandbox, ...args }: SandboxStackArgs = {},
): Promise<Stack> {
    const project = sandboxProject(folder, engine);
    writeProject(project);
    writeSettings(project, name, settings);
    const stack = new Stack(engine, project, name, args);
    await stack.open();
    return stack;
}
