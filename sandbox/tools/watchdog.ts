/**
 * Runs a program that ends with whoever started it: `node watchdog.ts <program> <argument>...`. However that one ends,
 * the system closes the pipe that is the standard input here; then the program is killed, with all that it has started.
 */
import { spawn } from "node:child_process";

const [program = "", ...args] = process.argv.slice(2);

// In a process group of its own: what it starts is killed with it.
const child = spawn(program, args, { detached: true, stdio: ["ignore", "inherit", "inherit"] });

function end(): void {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    process.exit(1);
}

child.on("error", ({ message }) => {
    console.error(message);
    process.exit(1);
});
child.on("exit", (exitCode) => process.exit(exitCode ?? 1));
process.stdin.on("close", end).resume();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
