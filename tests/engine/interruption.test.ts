import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, inject, test, vi } from "vitest";
import { isAlive } from "../../sandbox/owner.ts";
import { root } from "../../sandbox/paths.ts";
import { scratchStack, things } from "./scratch.ts";
import type { TestStack } from "./stack.ts";

const slow = things({ one: { slow: 4_000 } });

const locksOf = ({ folder }: TestStack) => join(folder, "state/.pulumi/locks/organization/scratch/test");

/** Process that holds the stack, if one does. */
function holder(stack: TestStack): number | undefined {
    const locks = locksOf(stack);
    const lock = existsSync(locks) && readdirSync(locks).find((file) => file.endsWith(".json"));
    return lock ? JSON.parse(readFileSync(join(locks, lock), "utf8")).pid : undefined;
}

/** Process that works on the stack, once it has begun to create. */
function worker(stack: TestStack): Promise<number> {
    const checkpoint = join(stack.folder, "state/.pulumi/stacks/scratch/test.json");
    const creating = () => existsSync(checkpoint) && readFileSync(checkpoint, "utf8").includes("pending_operations");
    return vi.waitUntil(() => (creating() && holder(stack)) || 0, { timeout: 50_000, interval: 50 });
}

test("an interrupted update ends by itself, and the next one goes on where it stopped", async () => {
    const stack = scratchStack(slow);
    await stack.open();
    const update = stack.up({ skipPreview: true });
    await worker(stack);
    process.emit("SIGINT", "SIGINT");
    const { exitCode, output } = await update;
    expect(exitCode).not.toBe(0);
    expect(output).toContain("cancel");

    const next = await stack.up({ skipPreview: true });
    expect(next.exitCode, next.output).toBe(0);
    expect((await stack.resources()).map(({ type }) => type)).toContain("scratch:index:Thing");
});

test("a stack in use is not touched, and is free again when its engine was killed", async () => {
    const stack = scratchStack(things({ one: { slow: 120_000 } }));
    await stack.open();
    const update = stack.up({ skipPreview: true });
    const pid = await worker(stack);
    await expect(stack.up()).rejects.toThrow(`in use by process ${pid}`);

    process.kill(pid, "SIGKILL");
    expect((await update).exitCode).not.toBe(0);
    stack.args.program = { text: things({ one: {} }) };
    const next = await stack.up({ skipPreview: true });
    expect(next.exitCode, next.output).toBe(0);
    expect((await stack.resources()).map(({ type }) => type)).toContain("scratch:index:Thing");
});

test("a stack goes on where an engine was killed while it wrote what belongs to a file of the state, and none writes such things now", async () => {
    const stack = scratchStack(things({ one: {} }));
    await stack.up({ skipPreview: true });
    writeFileSync(join(stack.folder, "state/.pulumi/stacks/scratch/test.json.attrs"), "");
    const next = await stack.up({ skipPreview: true });
    expect(next.exitCode, next.output).toBe(0);
    const files = readdirSync(join(stack.folder, "state"), { recursive: true, encoding: "utf8" });
    expect(files).toContain(".pulumi/stacks/scratch/test.json");
    expect(files.filter((file) => file.endsWith(".attrs"))).toEqual([]);
});

test("a lock that was never finished holds nothing up", async () => {
    const stack = scratchStack(things({ one: {} }));
    await stack.open();
    mkdirSync(locksOf(stack), { recursive: true });
    writeFileSync(join(locksOf(stack), "torn.json"), '{"pid": 1');
    const { exitCode, output } = await stack.up({ skipPreview: true });
    expect(exitCode, output).toBe(0);
});

test("an engine whose state is saved at the end only ends with the process that started it", async () => {
    const stack = scratchStack(things({ one: { slow: 120_000 } }));
    await stack.open();
    const project = { folder: stack.folder, definition: { name: "scratch" } };
    const script = `
        const { Stack } = await import(${JSON.stringify(join(root, "sandbox/engine/stack.ts"))});
        const [engine, project] = ${JSON.stringify([inject("engine"), project])};
        await new Stack(engine, project, "test", { savedAtEnd: true }).run(["up", "--yes", "--skip-preview"], "show");
    `;
    // What it prints goes on to here: no pipe that closes ends it.
    const starter = execa(process.execPath, ["--input-type=module", "-e", script], { reject: false });
    const pid = await vi.waitUntil(() => holder(stack), { timeout: 50_000, interval: 50 });
    starter.kill("SIGKILL");
    await vi.waitUntil(() => !isAlive(pid), { timeout: 10_000 });
});

test("a plugin ends when its engine is gone", async () => {
    const orphan = join(root, "sandbox/engine/orphan.ts");
    const plugin = `${process.execPath} --import ${orphan} -e "setInterval(() => {}, 1000)"`;
    const { stdout: pid } = await execa("sh", ["-c", `${plugin} >/dev/null 2>&1 & sleep 1; echo $!`]);
    expect(isAlive(Number(pid))).toBe(true);
    await vi.waitUntil(() => !isAlive(Number(pid)), { timeout: 10_000 });
});
