import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Failure } from "production-cluster-sandbox/console.ts";
import { owned } from "production-cluster-sandbox/owner.ts";
import { folders } from "./folder.ts";
import { folderVariable, removeCluster, removeLeftovers } from "./leftovers.ts";
import type { Ended, Job, Order } from "./supervisor.ts";

/** What a program said and how it ended. */
export interface Outcome {
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** Processes with a folder of their own, in the care of a supervisor: none of them outlives this process. */
export class Processes {
    readonly folder: string;
    readonly #supervisor: ChildProcess;
    readonly #supervisorEnded: Promise<unknown>;
    readonly #waiting = new Map<string, PromiseWithResolvers<Ended>>();
    /** Why nothing can be run: the supervisor is gone. */
    #failure: Failure | undefined;
    #count = 0;

    private constructor(folder: string) {
        this.folder = folder;
        // In a process group of its own: a Ctrl-C at the terminal does not reach it.
        const supervisor = spawn(process.execPath, [join(import.meta.dirname, "supervisor.ts"), folder], {
            detached: true,
            // Programs that it starts have it from there.
            env: { ...process.env, [folderVariable]: folder },
            stdio: ["pipe", "pipe", "inherit"],
        });
        createInterface({ input: supervisor.stdout }).on("line", (line) => this.#ended(JSON.parse(line)));
        // The supervisor's end says more than what could not be written to it.
        supervisor.stdin.on("error", () => undefined);
        this.#supervisorEnded = once(supervisor, "exit").then(
            ([exitCode, signal]) => this.#lost(`ended with ${signal ?? exitCode}`),
            (error: Error) => this.#lost(`did not start: ${error.message}`),
        );
        this.#supervisor = supervisor;
    }

    /** Removes what killed runs left, and makes a folder. */
    static async open(): Promise<Processes> {
        await removeLeftovers();
        return new Processes(mkdtempSync(`${owned(folders)}-`));
    }

    /**
     * Starts programs that are not meant to end.
     *
     * @throws Failure when one does, with what it said last, or when the supervisor is gone.
     */
    serve(jobs: readonly Job[]): Promise<never> {
        const ended = jobs.map(async (job) => {
            const { exitCode } = await this.#run(job);
            const words = this.#read(`${job.name}.err`).trim().split("\n").slice(-5).join("\n");
            throw new Failure(`${job.name} ended with ${exitCode ?? "a signal"}:\n${words}`);
        });
        return Promise.race(ended);
    }

    /**
     * Runs a program to its end.
     *
     * @throws Failure where the supervisor is gone.
     */
    async run(command: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome> {
        this.#count++;
        const name = `run-${this.#count}`;
        const { exitCode } = await this.#run({ name, command, args, env });
        return { exitCode, stdout: this.#read(`${name}.out`), stderr: this.#read(`${name}.err`) };
    }

    /** Sends a signal to every program that runs. */
    signal(signal: Order["signal"]): void {
        this.#supervisor.stdin?.write(`${JSON.stringify({ signal } satisfies Order)}\n`);
    }

    /** Ends them all and removes the folder. That is no failure: nobody who still waits is told. */
    async end(): Promise<void> {
        this.#waiting.clear();
        this.#supervisor.stdin?.end();
        await this.#supervisorEnded;
        await removeCluster(this.folder);
    }

    #run(job: Job): Promise<Ended> {
        if (this.#failure) return Promise.reject(this.#failure);
        const waiting = Promise.withResolvers<Ended>();
        this.#waiting.set(job.name, waiting);
        this.#supervisor.stdin?.write(`${JSON.stringify(job)}\n`);
        return waiting.promise;
    }

    #ended(ended: Ended): void {
        this.#waiting.get(ended.name)?.resolve(ended);
        this.#waiting.delete(ended.name);
    }

    #lost(why: string): void {
        this.#failure = new Failure(`The supervisor of the cluster's processes ${why}: the cluster is lost.`);
        for (const { reject } of this.#waiting.values()) reject(this.#failure);
        this.#waiting.clear();
    }

    #read(file: string): string {
        return readFileSync(join(this.folder, file), "utf8");
    }
}
