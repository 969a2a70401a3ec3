import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../sandbox/engine/engine-source.ts";
import { sandboxProject, writeProject } from "../sandbox/engine/project.ts";
import { Stack, type StackArgs } from "../sandbox/engine/stack.ts";
import { writeSettings } from "../sandbox/engine/stack-files.ts";
import { root, sandbox } from "../sandbox/paths.ts";

/** A folder in the sandbox, which goes with this process. */
export function scratch(): string {
    mkdirSync(sandbox, { recursive: true });
    const folder = mkdtempSync(join(sandbox, "bench-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
    return folder;
}

/** Of a cluster that nobody asks anything. */
const kubeconfig = {
    clusters: [{ name: "bench", cluster: { server: "https://bench.invalid" } }],
    contexts: [{ name: "bench", context: { cluster: "bench", user: "bench" } }],
    users: [{ name: "bench", user: {} }],
    "current-context": "bench",
};

/** The stack of a program (JavaScript), in a folder and with simulated clouds of its own, in which nothing is there yet. */
export async function openProgram(
    engine: Engine,
    program: string,
    folder: string,
    args: StackArgs = {},
): Promise<Stack> {
    const plain = sandboxProject(folder, engine);
    const main = join(folder, "program.mjs");
    mkdirSync(folder, { recursive: true });
    writeFileSync(main, program);
    const project = { ...plain, definition: { name: "bench", runtime: plain.definition.runtime, main } };
    writeProject(project);
    writeSettings(project, "bench", { config: { "kubernetes:kubeconfig": JSON.stringify(kubeconfig) } });
    const stack = new Stack(engine, project, "bench", args);
    await stack.open();
    return stack;
}

/** Flags of the policy pack, which only advises here: what it finds is not the question. */
export function advisingPack(folder: string): readonly string[] {
    const config = join(folder, "policy-config.json");
    writeFileSync(config, JSON.stringify({ all: "advisory" }));
    return ["--policy-pack", join(root, "policy-pack"), "--policy-pack-config", config];
}

/** Runs a command of a stack, to its end. */
export async function done(stack: Stack, args: readonly string[]): Promise<void> {
    const { exitCode, output } = await stack.run(args, "capture");
    if (exitCode !== 0) throw new Error(output);
}
