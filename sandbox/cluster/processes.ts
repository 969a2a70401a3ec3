import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Failure } from "../engine/console.ts";
import type { Ended, Job } from "./keeper.ts";
import { folderPrefix, removeLeftovers } from "./leftovers.ts";

/** What a program said and how it ended. */
export interface Outcome {
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** Processes with a folder of their own, in the care of a keeper: none of them outlives this process. */
export class Processes {
    readonly folder: string;
    readonly #keeper: ChildProcess;
    readonly #waiting = new Map<string, (ended: Ended) => void>();
    #count = 0;

    private constructor(folder: string) {
        this.folder = folder;
        // In a process group of its own: a Ctrl-C at the terminal does not reach it.
        this.#keeper = spawn(process.execPath, [join(import.meta.dirname, "keeper.ts"), folder], {
            detached: true,
            stdio: ["pipe", "pipe", "inherit"],
        });
        if (this.#keeper.stdout) {
            createInterface({ input: this.#keeper.stdout }).on("line", (line) => this.#ended(JSON.parse(line)));
        }
    }

    /** Removes what killed runs left, and makes a folder. */
    static async open(): Promise<Processes> {
        await removeLeftovers();
        return new Processes(mkdtempSync(folderPrefix));
    }

    /** Starts programs that are not meant to end. The promise is rejected when one does, with what it said last. */
    serve(jobs: readonly Job[]): Promise<never> {
        const ended = jobs.map(async (job) => {
            const { exitCode } = await this.#run(job);
            const words = this.#read(`${job.name}.err`).trim().split("\n").slice(-5).join("\n");
            throw new Failure(`${job.name} ended with ${exitCode ?? "a signal"}:\n${words}`);
        });
        return Promise.race(ended);
    }

    /** Runs a program to its end. */
    async run(command: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome> {
        this.#count++;
        const name = `run-${this.#count}`;
        const { exitCode } = await this.#run({ name, command, args, env });
        return { exitCode, stdout: this.#read(`${name}.out`), stderr: this.#read(`${name}.err`) };
    }

    /** Ends them all and removes the folder. */
    async end(): Promise<void> {
        if (this.#keeper.exitCode !== null || this.#keeper.signalCode !== null) return;
        const gone = once(this.#keeper, "exit");
        this.#keeper.stdin?.end();
        await gone;
    }

    #run(job: Job): Promise<Ended> {
        this.#keeper.stdin?.write(`${JSON.stringify(job)}\n`);
        return new Promise((resolve) => this.#waiting.set(job.name, resolve));
    }

    #ended(ended: Ended): void {
        this.#waiting.get(ended.name)?.(ended);
        this.#waiting.delete(ended.name);
    }

    #read(file: string): string {
        return readFileSync(join(this.folder, file), "utf8");
    }
}
