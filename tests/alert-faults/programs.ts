import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";

/** A Prometheus or an Alertmanager that answers. */
export interface Started {
    readonly port: number;
    stop(): Promise<void>;
}

/** @param args with `--web.listen-address=127.0.0.1:0` */
export async function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Started> {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], env });
    const port = await portOf(child);
    await ready(port);
    return { port, stop: () => ended(child) };
}

/** The port that the system gave it. What it says is read to its end: a program whose reader goes is ended. */
const portOf = ({ stderr }: ChildProcess): Promise<number> =>
    new Promise((resolve, reject) => {
        let said = "";
        stderr?.on("data", (chunk) => {
            said += chunk;
            const [, port] = /Listening on.*address=127\.0\.0\.1:(\d+)/.exec(said) ?? [];
            if (port) resolve(Number(port));
        });
        stderr?.on("close", () => reject(new Error(said)));
    });

async function ready(port: number): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt++) {
        const answer = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => undefined);
        if (answer?.ok) return;
        await setTimeout(50);
    }
    throw new Error(`Nobody answers on port ${port}`);
}

async function ended(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
}
