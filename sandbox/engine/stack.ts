import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { Failure, say } from "../console.ts";
import { isAlive } from "../owner.ts";
import { clouds, root, watchdog } from "../paths.ts";
import { removeAttributes } from "./attributes.ts";
import { chartEnvironment } from "./charts.ts";
import type { Engine } from "./engine-source.ts";
import { locksIn } from "./locks.ts";
import { Progress } from "./progress.ts";
import { commandsFolder, type Project, projectFolder, write } from "./project.ts";

/** What is read of `pulumi stack export`. */
export interface Deployment {
    readonly resources: readonly State[];
}

/** A resource's state. */
export interface State {
    readonly urn: string;
    readonly type: string;
    readonly id?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
    readonly [key: string]: unknown;
}

export interface Result {
    readonly exitCode: number;
    /** Standard output, where it was captured. */
    readonly stdout: string;
    /** Standard output and error as they came, where they were captured. */
    readonly output: string;
}

export interface StackArgs {
    /**
     * Whether the state is saved only when a command ends, which takes half the time of a save at each step. Only for a
     * stack that nobody goes on with when the command is killed: it ends with this process. Default: false.
     */
    readonly savedAtEnd?: boolean;
    /**
     * Whether the engine keeps logs of all that it does, as it does by itself, for the seven days after. It takes a fourth
     * of its time. Default: false.
     */
    readonly logged?: boolean;
    /** Variables that the engine, its plugins and its programs get, besides those of this process. Default: none. */
    readonly env?: Readonly<Record<string, string>>;
}

/** Handed on to the engine, which ends what it is doing, saves the state and lets go of its lock. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** One stack of a generated project, driven by the real CLI on a file backend. */
export class Stack {
    readonly name: string;
    readonly #engine: Engine;
    readonly #project: Project;
    readonly #state: string;
    readonly #savedAtEnd: boolean;
    readonly #logged: boolean;
    readonly #env: Readonly<Record<string, string>>;
    /** How many resources the command before this one planned. */
    #planned = 0;

    constructor(
        engine: Engine,
        project: Project,
        name: string,
        { savedAtEnd = false, logged = false, env = {} }: StackArgs = {},
    ) {
        this.name = name;
        this.#engine = engine;
        this.#project = project;
        this.#state = join(project.folder, "state");
        this.#savedAtEnd = savedAtEnd;
        this.#logged = logged;
        this.#env = env;
    }

    get #exists(): boolean {
        return existsSync(join(this.#state, ".pulumi/stacks", this.#project.definition.name, `${this.name}.json`));
    }

    /** Makes the stack where it is missing, and frees it of the lock of a process that is gone. */
    async open(): Promise<void> {
        mkdirSync(this.#state, { recursive: true });
        if (!this.#logged) this.#withoutLogs();
        removeAttributes(this.#state);
        if (!this.#exists) await this.#expect(["stack", "init", this.name]);
        const locks = locksIn(this.#state, this.#project.definition.name, this.name);
        const holder = locks.find((it) => it && (it.hostname !== hostname() || isAlive(it.pid)));
        if (holder) {
            throw new Failure(
                `Stack ${this.name} is in use by process ${holder.pid} on ${holder.hostname}: wait for it.`,
            );
        }
        if (locks.length > 0) {
            say(`Releasing stack ${this.name}: the command that locked it was killed`);
            await this.#expect(["cancel", "--yes", "--stack", this.name]);
        }
    }

    /**
     * Runs a command of the CLI on the stack. Its output is captured, or shown: as it comes on a terminal, elsewhere
     * what it comes to, and all of it where it fails.
     */
    run(args: readonly string[], output: "show" | "capture"): Promise<Result> {
        const { simulated = [], providers } = this.#project;
        const served = simulated.filter((name) => !(name in providers));
        const besides = [
            ...(this.#savedAtEnd ? [process.execPath, watchdog] : []),
            ...(served.length > 0 ? [process.execPath, join(clouds, "main.ts"), served.join()] : []),
        ];
        return this.#pulumi([...args, "--stack", this.name], output, besides);
    }

    async export(): Promise<Deployment> {
        const content = await this.#expect(["stack", "export", "--stack", this.name]);
        const { deployment } = JSON.parse(content) as { deployment: Partial<Deployment> };
        return { ...deployment, resources: deployment.resources ?? [] };
    }

    async remove(): Promise<void> {
        await this.#expect(["stack", "rm", "--yes", "--stack", this.name]);
    }

    async #expect(args: readonly string[]): Promise<string> {
        const { exitCode, stdout, output } = await this.#pulumi(args, "capture");
        if (exitCode !== 0) throw new Failure(output, exitCode);
        return stdout;
    }

    /**
     * The engine runs in a process group of its own: a Ctrl-C reaches it once, from here, and not twice. `besides` are
     * programs that run it as theirs.
     */
    async #pulumi(
        args: readonly string[],
        output: "show" | "capture",
        besides: readonly string[] = [],
    ): Promise<Result> {
        const command = [...besides, this.#engine.executable, "--non-interactive", ...args];
        const [program = "", ...rest] = command;
        const shown = output === "show" && process.stdout.isTTY;
        const child = execa(program, rest, {
            cwd: projectFolder(this.#project),
            env: this.#environment(),
            reject: false,
            detached: true,
            stdin: besides.includes(watchdog) ? "pipe" : "ignore",
            ...(shown ? { stdout: "inherit", stderr: "inherit" } : { all: true }),
        });
        const quiet = output === "show" && !shown ? new Progress(this.#planned) : undefined;
        if (quiet && child.all) createInterface(child.all).on("line", (line) => quiet.line(line));
        const handOn = (signal: NodeJS.Signals) => void child.kill(signal);
        for (const signal of signals) process.on(signal, handOn);
        const result = await child;
        for (const signal of signals) process.off(signal, handOn);
        this.#planned = quiet?.planned ?? 0;
        if (quiet && result.exitCode === 0) quiet.end();
        else if (quiet) console.log(String(result.all));
        return {
            exitCode: result.exitCode ?? 1,
            stdout: String(result.stdout ?? ""),
            output: String(result.all ?? ""),
        };
    }

    #environment(): Record<string, string> {
        return {
            PATH: [commandsFolder(this.#project), join(root, "node_modules/.bin"), process.env.PATH].join(delimiter),
            PULUMI_HOME: join(this.#project.folder, "home"),
            PULUMI_BACKEND_URL: `file://${this.#state}?metadata=skip`,
            PULUMI_CONFIG_PASSPHRASE: "sandbox",
            // What exists in the simulated clouds.
            PRODUCTION_CLUSTER_SANDBOX: join(this.#project.folder, "cloud"),
            PULUMI_SKIP_CHECKPOINTS: String(this.#savedAtEnd),
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            ...chartEnvironment(),
            // Offers --event-log.
            PULUMI_DEBUG_COMMANDS: "true",
            ...this.#env,
        };
    }

    /** The engine has no option for it. Where it finds a file in the place of the folder, it goes on without logs. */
    #withoutLogs(): void {
        const logs = join(this.#project.folder, "home/logs");
        if (statSync(logs, { throwIfNoEntry: false })?.isFile()) return;
        rmSync(logs, { recursive: true, force: true });
        write(logs, "");
    }
}
