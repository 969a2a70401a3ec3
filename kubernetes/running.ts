import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure, say } from "production-cluster-sandbox/console.ts";
import { write } from "production-cluster-sandbox/engine/project.ts";
import { isAlive } from "production-cluster-sandbox/owner.ts";
import { sandbox } from "production-cluster-sandbox/paths.ts";
import type { ControlPlane } from "./plugin.ts";
import { until } from "./until.ts";

/** A cluster that a command started and holds. */
export interface Running extends ControlPlane {
    readonly pid: number;
    readonly kubeconfig: string;
}

const folder = join(sandbox, "clusters");
const fileOf = (stack: string): string => join(folder, `${stack}.json`);

/** Seconds from nothing to a cluster of a stack's shape: its plan is made first, its primary's before. */
const startTimeout = 600;

/** Says where the cluster of a stack is; whoever asks next finds it. */
export const announce = (stack: string, running: Running): void => write(fileOf(stack), JSON.stringify(running), 0o600);

export const withdraw = (stack: string): void => rmSync(fileOf(stack), { force: true });

/** The cluster of a stack, if one runs. */
export function runningFor(stack: string): Running | undefined {
    if (!existsSync(fileOf(stack))) return undefined;
    const running: Running = JSON.parse(readFileSync(fileOf(stack), "utf8"));
    return isAlive(running.pid) ? running : undefined;
}

/**
 * The cluster of a stack. Where none runs, `make cluster` starts one in the background, which goes on when this process
 * has ended.
 *
 * @throws Failure where it does not come up.
 */
export async function startedFor(stack: string): Promise<Running> {
    const running = runningFor(stack);
    if (running) return running;
    mkdirSync(folder, { recursive: true });
    const log = join(folder, `${stack}.log`);
    say(`Starting a Kubernetes with the nodes of ${stack} in the background: ${log}`);
    const output = openSync(log, "w");
    const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), "start", stack], {
        detached: true,
        stdio: ["ignore", output, output],
    });
    child.unref();
    return until("the cluster to come up", startTimeout, async () => {
        if (child.exitCode !== null) throw new Failure(`It did not come up:\n${readFileSync(log, "utf8").trim()}`);
        return runningFor(stack);
    });
}

/** Ends a cluster. */
export async function stop({ pid }: Running): Promise<void> {
    process.kill(pid, "SIGTERM");
    await until("the cluster to end", 60, async () => !isAlive(pid));
}
