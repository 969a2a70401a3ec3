import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { elapsed, Failure, say } from "./console.ts";
import { findEngine } from "./engine.ts";
import { abandoned, isAlive, owned } from "./owner.ts";
import { root, sandbox } from "./paths.ts";
import { readYaml, type Settings, sandboxProject, writeProject, writeSettings } from "./project.ts";
import { Stack, type State } from "./stack.ts";

const folders = join(sandbox, "cluster");

/** Milliseconds after which plugins have noticed that their engine is gone. */
const pluginsEnd = 2_000;

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
    for (const path of abandoned(folders)) await removeAbandoned(path);
    const folder = mkdtempSync(`${owned(folders)}-`);
    try {
        const project = sandboxProject(folder, engine);
        writeProject(project);
        writeSettings(project, name, { ...settings, config: { ...settings.config, ...config } });
        const stack = new Stack(engine, project, name, { savedAtEnd: true });
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

/** Removes what a killed run left. Its engine may still be at work: the lock of the stack tells which process it is. */
async function removeAbandoned(folder: string): Promise<void> {
    const locks = join(folder, "state/.pulumi/locks");
    const files = existsSync(locks) ? readdirSync(locks, { recursive: true, encoding: "utf8" }) : [];
    const engines = files
        .filter((file) => file.endsWith(".json"))
        .map((file) => JSON.parse(readFileSync(join(locks, file), "utf8")).pid as number)
        .filter(isAlive);
    for (const pid of engines) process.kill(pid, "SIGKILL");
    if (engines.length > 0) await delay(pluginsEnd);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
