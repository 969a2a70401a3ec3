import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { afterAll, expect, inject, test, vi } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** Clusters of the runs that are killed here, and of nobody else. */
const scratch = mkdtempSync(join(tmpdir(), "interrupted-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/**
 * Work of `make test-cluster`, in a process of its own: the same set-up, and one test on a cluster. It ends with this
 * one.
 */
function run(env: Record<string, string> = {}): ChildProcess {
    const vitest = [
        "run",
        "--config",
        "tests/cluster/vitest.config.ts",
        "faults",
        "-t",
        "is refused by the missing kind",
    ];
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST"));
    const node = ["--import", join(root, "sandbox/engine/orphan.ts"), join(root, "node_modules/vitest/vitest.mjs")];
    return spawn(process.execPath, [...node, ...vitest], {
        cwd: root,
        env: { ...Object.fromEntries(inherited), ...env, TMPDIR: scratch },
        detached: true,
        stdio: "ignore",
    });
}

interface Process {
    readonly pid: number;
    readonly parent: number;
    readonly command: string;
}

async function processes(): Promise<Process[]> {
    const { stdout } = await execa("ps", ["-ww", "-eo", "pid=,ppid=,stat=,args="]);
    return stdout.split("\n").flatMap((line) => {
        const [, pid, parent, state = "", command = ""] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
        return state.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });
}

/** A process and all that come from it. */
async function familyOf(pid: number): Promise<Process[]> {
    const all = await processes();
    const family = all.filter((it) => it.pid === pid);
    for (const member of family) family.push(...all.filter(({ parent }) => parent === member.pid));
    return family;
}

/** Those of a family that are still there. Ids are given out again: the command must be the same. */
const alive = async (family: readonly Process[]): Promise<string[]> => {
    const now = new Map((await processes()).map(({ pid, command }) => [pid, command]));
    return family.filter(({ pid, command }) => now.get(pid) === command).map(({ command }) => command);
};

/** What a run has in the checkout: the stack whose cluster it makes, and the stacks of its tests. */
const foldersOf = (pid: number): string[] => globSync(`.sandbox/{cluster,tests/run}.${pid}-*`, { cwd: root });

const clusterFolders = (): string[] => readdirSync(scratch).filter((entry) => entry.startsWith("production-cluster."));

/** When a run is killed: what must be to be seen of it. */
const moments: Record<string, (family: readonly Process[]) => boolean> = {
    "while the stack comes up": (family) => family.some(({ command }) => command.includes("cmd/run/index.js")),
    // The one that takes seconds: a compiler that is left alone would still be there.
    "while a package is compiled": (family) => family.some(({ command }) => /\/compile .* -p runtime /.test(command)),
    "while a release is installed": (family) => family.some(({ command }) => command.includes("helm install")),
};

/** The state of the stack, for runs that need not bring it up again. */
const state = join(scratch, "production.json");
writeFileSync(state, JSON.stringify(inject("production")));
const atHand = { PRODUCTION: state };

/** A cluster whose process gets either signal is a test of its own. */
const cases = [
    { moment: "while the stack comes up", signal: "SIGKILL", env: {} },
    { moment: "while a release is installed", signal: "SIGINT", env: atHand },
] as const;
const killed: number[] = [];

/** Waits for a moment, and gives the processes of the run at that moment. */
const familyAt = (pid: number, moment: string): Promise<Process[]> =>
    vi.waitUntil(
        async () => {
            const family = await familyOf(pid);
            return moments[moment]?.(family) && family;
        },
        { timeout: 240_000, interval: 100 },
    );

test.for(cases)("A run that gets $signal $moment leaves no process behind", async ({ moment, signal, env }) => {
    const child = run(env);
    const pid = child.pid ?? 0;
    const family = await familyAt(pid, moment);
    // A terminal sends Ctrl-C to all in the foreground; SIGKILL hits one.
    process.kill(signal === "SIGINT" ? -pid : pid, signal);
    await once(child, "exit");
    await expect.poll(() => alive(family), { timeout: 30_000, interval: 200 }).toEqual([]);
    await expect.poll(clusterFolders, { timeout: 10_000 }).toEqual([]);
    killed.push(pid);
});

test("A build that gets SIGKILL leaves no process behind, and the next one finishes it", async () => {
    const folder = mkdtempSync(join(scratch, "build-"));
    const output = join(folder, "programs/hello");
    writeFileSync(join(folder, "go.mod"), "module example.com/hello\ngo 1.24\ntool example.com/hello\n");
    writeFileSync(join(folder, "main.go"), "package main\nfunc main() { println(`hello`) }\n");
    const args = { name: "hello", duration: "seconds", module: folder, variables: {}, tags: [], output };
    const goBuild = JSON.stringify(join(root, "sandbox/tools/go-build.ts"));
    const script = `
        const { goBuild } = await import(${goBuild});
        process.exitCode = (await goBuild(${JSON.stringify(args)})) ? 1 : 0;
    `;
    const build = () =>
        spawn(process.execPath, ["--input-type=module", "-e", script], {
            // With an empty cache it compiles what is Go's own.
            env: { ...process.env, GOCACHE: join(folder, "cache") },
            stdio: "ignore",
        });
    const child = build();
    const family = await familyAt(child.pid ?? 0, "while a package is compiled");
    child.kill("SIGKILL");
    await once(child, "exit");
    await expect.poll(() => alive(family), { timeout: 4_000, interval: 100 }).toEqual([]);

    const [exitCode] = await once(build(), "exit");
    expect(exitCode).toBe(0);
    expect(readdirSync(join(folder, "programs"))).toEqual(["hello"]);
    expect((await execa(join(output, "hello"))).stderr).toBe("hello");
});

test("The next run passes, and the folders of the killed ones are gone", async () => {
    const child = run();
    const [exitCode] = await once(child, "exit");
    expect(exitCode).toBe(0);
    expect(killed.flatMap(foldersOf)).toEqual([]);
    expect(clusterFolders()).toEqual([]);
});
