import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { afterAll, expect, test } from "vitest";
import { folderVariable, removeCluster } from "../../kubernetes/leftovers.ts";
import { isAlive } from "../../sandbox/owner.ts";

const scratch = mkdtempSync(join(tmpdir(), "leftovers-"));
const children: ChildProcess[] = [];
afterAll(() => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(scratch, { recursive: true, force: true });
});

/** Starts a program with a path on its command line; it ends with this process at the latest. */
function endless(path: string, env: NodeJS.ProcessEnv = {}): number {
    const child = spawn("sh", ["-c", "read line", path], {
        env: { ...process.env, ...env },
        stdio: ["pipe", "ignore", "ignore"],
    });
    children.push(child);
    return child.pid ?? 0;
}

/** The id of a process that is gone. */
async function gone(): Promise<number> {
    const child = spawn("true");
    await once(child, "exit");
    return child.pid ?? 0;
}

/** The folder of a cluster whose supervisor is gone and whose program is not. */
function cluster(owner: number, name: string) {
    const folder = join(scratch, `production-cluster.${owner}-${name}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "log"), "");
    return { folder, program: endless("program", { [folderVariable]: folder }) };
}

/** What the start of a cluster does first, in a process of its own. */
const start = (env: NodeJS.ProcessEnv = {}) => {
    const module = JSON.stringify(resolve(import.meta.dirname, "../../kubernetes/leftovers.ts"));
    const script = `import { removeLeftovers } from ${module}; await removeLeftovers();`;
    return execa(process.execPath, ["--input-type=module", "-e", script], { env: { TMPDIR: scratch, ...env } });
};

test("What is left of a cluster goes, and nobody else's process or folder, also where there is no ps", async () => {
    const left = cluster(await gone(), "left");
    const reader = endless(join(left.folder, "log"));
    const live = cluster(process.pid, "live");
    const foreign = join(scratch, "production-cluster-charts");
    mkdirSync(foreign);
    await start(existsSync("/proc/self/environ") ? { PATH: "" } : {});
    await expect.poll(() => [left.program, live.program, reader].map(isAlive)).toEqual([false, true, true]);
    expect([left.folder, live.folder, foreign].map((path) => existsSync(path))).toEqual([false, true, true]);
});

test("Clusters below a folder that goes, as that of a killed test run does, go with it", async () => {
    const within = ["one", "other"].map((name) => cluster(process.pid, name));
    const beside = endless("program", { [folderVariable]: "/elsewhere" });
    await removeCluster(scratch);
    await expect.poll(() => within.map(({ program }) => isAlive(program))).toEqual([false, false]);
    expect([isAlive(beside), existsSync(scratch)]).toEqual([true, false]);
    mkdirSync(scratch);
});

test("Starts at the same time over the same leftovers do not break each other", async () => {
    const dead = await gone();
    for (let index = 0; index < 10; index++) cluster(dead, `at-once-${index}`);
    await Promise.all([start(), start(), start()]);
    expect(readdirSync(scratch).filter((entry) => entry.includes("at-once"))).toEqual([]);
});
