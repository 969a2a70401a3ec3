import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { elapsed, Failure, say } from "../engine/console.ts";
import { findEngine } from "../engine/engine.ts";
import { root, sandbox } from "../engine/paths.ts";
import { readYaml, type Settings, sandboxProject, writeProject, writeSettings } from "../engine/project.ts";
import { Stack, type State } from "../engine/stack.ts";

/**
 * State of a stack that is brought up on simulated clouds for this alone, in a folder of its own: every value is known
 * there, as it is not in a plan.
 *
 * @param config settings that differ from the stack's file. Default: none.
 * @throws Failure where there is no such stack, or where it does not come up.
 */
export async function stateOf(name: string, config: Readonly<Record<string, unknown>> = {}): Promise<readonly State[]> {
    const start = Date.now();
    const file = join(root, `Pulumi.${name}.yaml`);
    if (!existsSync(file)) throw new Failure(`There is no stack ${name}: Pulumi.${name}.yaml is missing.`);
    const settings = readYaml<Settings>(file);
    const engine = await findEngine();
    mkdirSync(sandbox, { recursive: true });
    const folder = mkdtempSync(join(sandbox, "cluster-"));
    try {
        const project = sandboxProject(folder, engine);
        writeProject(project);
        writeSettings(project, name, { ...settings, config: { ...settings.config, ...config } });
        const stack = new Stack(engine, project, name);
        await stack.open();
        say(`Bringing stack ${name} up on simulated clouds`);
        const { exitCode, output } = await stack.run(["up", "--yes", "--skip-preview"], "capture");
        if (exitCode !== 0) throw new Failure(`Stack ${name} did not come up on simulated clouds:\n${output}`);
        const { resources } = await stack.export();
        say(`Stack ${name} is up on simulated clouds after ${elapsed(start)}: ${resources.length} resources`);
        return resources;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
