import { join } from "node:path";
import { elapsed, Failure, say } from "../console.ts";
import { ownFolder, removeFolder } from "../owner.ts";
import { sandbox } from "../paths.ts";
import { findEngine } from "./engine.ts";
import type { Engine } from "./engine-source.ts";
import { openStack, type Target } from "./sandbox-stack.ts";
import type { State } from "./stack.ts";
import { primaryOf, type Settings, settingsOf } from "./stack-files.ts";

const folders = join(sandbox, "cluster");

/**
 * State of a stack that is brought up on simulated clouds for this alone, in a folder of its own: every value is known
 * there, as it is not in a plan. The primary of a standby is brought up first.
 *
 * @param config settings that differ from the stack's file. Default: none.
 * @throws Failure where there is no such stack, or where it does not come up.
 */
export async function stateOf(name: string, config: Readonly<Record<string, unknown>> = {}): Promise<readonly State[]> {
    const settings = settingsOf(name);
    const primary = primaryOf(settings);
    const engine = await findEngine();
    const folder = ownFolder(folders);
    try {
        if (primary) await bringUp(engine, primary, settingsOf(primary), folder);
        return await bringUp(engine, name, settings, folder, config);
    } finally {
        removeFolder(folder);
    }
}

async function bringUp(
    engine: Engine,
    name: string,
    settings: Settings,
    folder: string,
    config: Target["config"] = {},
): Promise<readonly State[]> {
    const start = Date.now();
    const stack = await openStack(engine, name, settings, { folder, config, savedAtEnd: true });
    say(`Bringing stack ${name} up on simulated clouds`);
    const { exitCode, output } = await stack.run(["up", "--yes", "--skip-preview"], "capture");
    if (exitCode !== 0) throw new Failure(`Stack ${name} did not come up on simulated clouds:\n${output}`);
    const { resources } = await stack.export();
    say(`Stack ${name} is up on simulated clouds after ${elapsed(start)}: ${resources.length} resources`);
    return resources;
}
