import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { execa } from "execa";
import { elapsed, say } from "../console.ts";
import { abandoned, owned } from "../owner.ts";
import { watchdog } from "../paths.ts";

interface Compilation {
    /** Folder of `go.mod`, whose tools are built, and of `go.sum`; nothing outside of them is taken. */
    readonly module: string;
    /** Variables that the linker sets, by import path and name. */
    readonly variables: Readonly<Record<string, string>>;
    /** Build tags, by which a program leaves out what it is not needed for. */
    readonly tags: readonly string[];
    /** Folder that the programs are put into; it appears when all of them are there. */
    readonly output: string;
}

export interface GoBuild extends Compilation {
    /** What is built, with its version, for people. */
    readonly name: string;
    /** How long it takes on two cores, for people. */
    readonly duration: string;
}

/** Builds Go programs, and tells every ten seconds how far it is. Gives the reason where it fails. */
export async function goBuild({ name, duration, ...build }: GoBuild): Promise<string | undefined> {
    const go = await execa("go", ["version"], { reject: false });
    if (go.failed) return "go is not on PATH (https://go.dev/doc/install)";
    say(`Building ${name} from source: ${duration}, once for this machine`);
    const start = Date.now();
    const { output } = build;
    const partial = owned(output);
    mkdirSync(dirname(output), { recursive: true });
    for (const path of abandoned(output)) rmSync(path, { recursive: true, force: true });
    try {
        const obstacle = await compile({ ...build, output: partial }, start);
        if (obstacle) return obstacle;
        publish(partial, output);
        say(`Built in ${elapsed(start)}: ${output}`);
        return undefined;
    } finally {
        rmSync(partial, { recursive: true, force: true });
    }
}

/** Somebody else may have built the same at the same time: then theirs is as good. */
function publish(partial: string, output: string): void {
    try {
        renameSync(partial, output);
    } catch (error) {
        if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
}

async function compile({ module, variables, tags, output }: Compilation, start: number): Promise<string | undefined> {
    const settings = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
    const ldflags = `-ldflags=${["-s -w", ...settings].join(" ")}`;
    const build = [
        "build",
        "-v",
        "-mod=readonly",
        "-trimpath",
        "-tags",
        tags.join(","),
        ldflags,
        "-o",
        `${output}/`,
        "tool",
    ];
    // A build starts compilers by the dozen: none of them outlives this process.
    const child = execa(process.execPath, [watchdog, "go", ...build], {
        cwd: module,
        env: { CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" },
        reject: false,
        stdout: "ignore",
    });
    const count = { downloaded: 0, compiled: 0 };
    const errors: string[] = [];
    const timer = setInterval(
        () => say(`  ${elapsed(start)}: ${count.downloaded} modules downloaded, ${count.compiled} packages compiled`),
        10_000,
    );
    try {
        for await (const line of child.iterable({ from: "stderr" })) {
            if (line.startsWith("go: downloading ")) count.downloaded++;
            else if (/^[\w./~-]+$/.test(line)) count.compiled++;
            else errors.push(line);
        }
    } finally {
        clearInterval(timer);
    }
    const result = await child;
    if (result.exitCode !== 0) return `the build failed: ${errors.slice(-5).join(" ") || result.shortMessage}`;
    return undefined;
}
