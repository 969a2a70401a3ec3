/**
 * Owns the processes and the folder of one cluster, and lives as long as its standard input is open. When the process
 * that started it ends, however it ends, the system closes the pipe: the supervisor then kills its processes and
 * removes their folder. It is told what to run by lines of JSON, and says by lines of JSON what has ended.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { removeFolder } from "production-cluster-sandbox/owner.ts";

/** A program to run. Its output goes to `<name>.out` and `<name>.err` in the folder. */
export interface Job {
    readonly name: string;
    readonly command: string;
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
}

/** What all programs that run are sent: a signal. */
export interface Order {
    readonly signal: "SIGSTOP" | "SIGCONT";
}

/** A program has ended; `exitCode` is null where a signal ended it or it did not start. */
export interface Ended {
    readonly name: string;
    readonly exitCode: number | null;
}

const [folder = ""] = process.argv.slice(2);
const running = new Set<ChildProcess>();

/** What is said on a line: a program to run, or what those that run are sent. */
function obey(line: Job | Order): void {
    if ("signal" in line) for (const child of running) child.kill(line.signal);
    else run(line);
}

function run({ name, command, args, env }: Job): void {
    const output = ["out", "err"].map((kind) => openSync(join(folder, `${name}.${kind}`), "w"));
    const child = spawn(command, args, {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ["ignore", ...output],
    });
    for (const file of output) closeSync(file);
    running.add(child);
    const ended = (exitCode: number | null) => {
        running.delete(child);
        console.log(JSON.stringify({ name, exitCode } satisfies Ended));
    };
    child.on("error", (error) => {
        appendFileSync(join(folder, `${name}.err`), `${error.message}\n`);
        ended(null);
    });
    child.on("exit", ended);
}

/** Nothing of a cluster outlives it, so nothing has to be put in order first. */
function end(): void {
    for (const child of running) child.kill("SIGKILL");
    removeFolder(folder);
    process.exit();
}

// A Ctrl-C is meant for the process that started the cluster; this one ends after it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", end);
process.on("SIGHUP", end);
process.stdout.on("error", end);
createInterface({ input: process.stdin })
    .on("line", (line) => obey(JSON.parse(line)))
    .on("close", end);
