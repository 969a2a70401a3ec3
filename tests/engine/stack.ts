import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { type Plan, Recording, type Violation } from "../../sandbox/engine/plan.ts";
import { type Definition, type Project, sandboxProject, writeProject } from "../../sandbox/engine/project.ts";
import { type Result, Stack, type State } from "../../sandbox/engine/stack.ts";
import { writeSettings } from "../../sandbox/engine/stack-files.ts";
import { root } from "../../sandbox/paths.ts";
import { type Operation, operationsIn } from "./operations.ts";

/** What a test decides; everything can be changed between two commands. */
export interface TestStackArgs {
    /** File of the program, or its text (TypeScript). Default: the program of this repository. */
    program?: { file: string } | { text: string };
    /** The program's stack configuration, by full key (`production-cluster:name`). Default: none. */
    config?: Record<string, unknown>;
    /** Folder of a policy pack. Default: none. */
    policyPack?: string;
    /** Configuration of the policy pack, by policy name. Default: the pack's own. */
    policyConfig?: Record<string, unknown>;
    /** Keys of the project file that differ. Default: the project file of this repository. */
    definition?: Partial<Definition>;
    /** Further resource plugins: script or program by package name. Default: none but the sandbox's. */
    providers?: Record<string, string>;
    /** Packages that simulated clouds serve. Default: all that there are. */
    simulated?: Project["simulated"];
    /** Scripts that plugins and programs find first on PATH, by name. Default: none. */
    commands?: Project["commands"];
    /** Whether the state is saved only when a command ends. Default: true, as most tests kill nothing. */
    savedAtEnd?: boolean;
    /** Variables that the engine and its plugins get, besides those of this process. Default: none. */
    env?: Record<string, string>;
}

export interface Preview extends Result {
    readonly plan: Plan;
    /** Whether an update would change anything. */
    readonly changes: boolean;
    /** What policies found. */
    readonly violations: readonly Violation[];
}

/** A third of the time of a program without the package goes into the stack traces of its promises; who is about them asks for them. */
const quick = { NODE_OPTIONS: "--stack-trace-limit=0" };
export const withStackTraces = { NODE_OPTIONS: "" };

/** Of an update or a removal. */
const eventLog = "operations.json";

const unseen = (skipPreview: boolean): string[] => (skipPreview ? ["--skip-preview"] : []);

/** A stack of its own, with project, state and plugins in a folder of its own, on the real engine. */
export class TestStack {
    readonly args: TestStackArgs;
    readonly folder: string;
    readonly #name: string;

    constructor(args: TestStackArgs = {}, name = "test") {
        this.args = args;
        this.#name = name;
        this.folder = mkdtempSync(join(inject("scratchFolder"), "stack-"));
    }

    /** A plan; `refresh` reads first what the clouds have become. */
    async preview({ refresh = false } = {}): Promise<Preview> {
        const recording = new Recording(this.folder);
        const flags = [...(refresh ? ["--refresh"] : []), ...this.#policies(), ...recording.flags];
        const result = await this.#run(["preview", ...flags]);
        return {
            ...result,
            plan: recording.plan(),
            changes: recording.changes(),
            violations: recording.violations(),
        };
    }

    /** An update with its preview, or without where the preview is not what the test is about. */
    up({ skipPreview = false } = {}): Promise<Result> {
        const flags = [...unseen(skipPreview), ...this.#recording(), ...this.#policies()];
        return this.#run(["up", "--yes", ...flags]);
    }

    /** What the last update or removal did. */
    operations(): Operation[] {
        return operationsIn(join(this.folder, eventLog));
    }

    /** A removal with its preview, or without where the preview is not what the test is about. */
    destroy({ skipPreview = true } = {}): Promise<Result> {
        return this.#run(["destroy", "--yes", ...unseen(skipPreview), ...this.#recording()]);
    }

    /** The state's resources; the stack's own resource is among them. They are read as the engine saved them. */
    async resources(): Promise<readonly State[]> {
        const { name } = this.#project().definition;
        const file = join(this.folder, "state/.pulumi/stacks", name, `${this.#name}.json`);
        return JSON.parse(readFileSync(file, "utf8")).checkpoint.latest?.resources ?? [];
    }

    /** The stack itself, its files written as the arguments say now. */
    async open(): Promise<Stack> {
        const project = this.#project();
        const fresh = join(inject("scratchFolder"), `fresh-${project.definition.name}-${this.#name}`);
        const isFresh = !existsSync(join(this.folder, "state"));
        if (isFresh && existsSync(fresh)) cpSync(fresh, this.folder, { recursive: true });
        writeProject(project);
        writeSettings(project, this.#name, { config: this.args.config ?? {} });
        const { savedAtEnd = true } = this.args;
        const env = { ...quick, ...this.args.env };
        const stack = new Stack(inject("engine"), project, this.#name, { savedAtEnd, env });
        await stack.open();
        if (isFresh) this.#keep(fresh);
        return stack;
    }

    /** What the engine made of a stack that is new, for the next of its name: to make one takes as long as a small update. */
    #keep(fresh: string): void {
        if (existsSync(fresh)) return;
        const copy = mkdtempSync(`${fresh}-`);
        for (const made of ["state", `project/Pulumi.${this.#name}.yaml`])
            cpSync(join(this.folder, made), join(copy, made), { recursive: true });
        try {
            renameSync(copy, fresh);
        } catch (error) {
            // Another file of tests may have been faster.
            if (!existsSync(fresh)) throw error;
        }
    }

    async #run(args: readonly string[]): Promise<Result> {
        return (await this.open()).run(args, "capture");
    }

    #recording(): string[] {
        const file = join(this.folder, eventLog);
        rmSync(file, { force: true });
        return ["--event-log", file];
    }

    #project(): Project {
        const project = sandboxProject(this.folder, inject("engine"));
        const { definition, providers, simulated = project.simulated, commands } = this.args;
        const main = this.#program();
        return {
            ...project,
            definition: { ...project.definition, ...definition, ...(main && { main }) },
            providers: { ...project.providers, ...providers },
            simulated,
            commands,
        };
    }

    #program(): string | undefined {
        const { program } = this.args;
        if (!program || "file" in program) return program?.file;
        const file = join(this.folder, "program/index.ts");
        mkdirSync(join(this.folder, "program"), { recursive: true });
        writeFileSync(file, program.text);
        return file;
    }

    #policies(): string[] {
        const { policyPack, policyConfig } = this.args;
        if (!policyPack) return [];
        const file = join(this.folder, "policy-config.json");
        writeFileSync(file, JSON.stringify(policyConfig ?? {}));
        return ["--policy-pack", join(root, policyPack), ...(policyConfig ? ["--policy-pack-config", file] : [])];
    }
}
