/**
 * Runs an engine with simulated clouds at hand: `node main.ts <package>,... <program> <argument>...`. This one process
 * serves them all, and the engine attaches to it instead of starting a plugin for each provider of each package.
 */
import { spawn } from "node:child_process";
import { serve } from "./server.ts";
import { simulated } from "./simulated.ts";

const [names = "", program = "", ...args] = process.argv.slice(2);

const served = Object.entries(simulated).filter(([name]) => names.split(",").includes(name));
const ports = await Promise.all(served.map(async ([name, it]) => `${name}:${await serve(it)}`));

const env = { ...process.env, PULUMI_DEBUG_PROVIDERS: ports.join(",") };
const engine = spawn(program, args, { stdio: "inherit", env });
engine.on("error", ({ message }) => {
    console.error(message);
    process.exit(1);
});
engine.on("exit", (exitCode) => process.exit(exitCode ?? 1));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => engine.kill(signal));
