import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { expect, test, vi } from "vitest";
import { scratchStack, things } from "./scratch.ts";
import type { TestStack } from "./stack.ts";

const slow = things({ one: { slow: 4_000 } });

/** Process that works on the stack, once it has begun to create. */
function worker({ folder }: TestStack): Promise<number> {
    const checkpoint = join(folder, "state/.pulumi/stacks/scratch/test.json");
    const locks = join(folder, "state/.pulumi/locks/organization/scratch/test");
    const creating = () => existsSync(checkpoint) && readFileSync(checkpoint, "utf8").includes("pending_operations");
    const holder = () => {
        const lock = readdirSync(locks).find((file) => file.endsWith(".json")) ?? "";
        return JSON.parse(readFileSync(join(locks, lock), "utf8")).pid as number;
    };
    return vi.waitUntil(() => creating() && holder(), { timeout: 50_000, interval: 50 });
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
    const stack = scratchStack(slow);
    await stack.open();
    const update = stack.up({ skipPreview: true });
    const pid = await worker(stack);
    await expect(stack.up()).rejects.toThrow(`in use by process ${pid}`);

    process.kill(pid, "SIGKILL");
    expect((await update).exitCode).not.toBe(0);
    const next = await stack.up({ skipPreview: true });
    expect(next.exitCode, next.output).toBe(0);
    expect((await stack.resources()).map(({ type }) => type)).toContain("scratch:index:Thing");
});

test("a plugin ends when its engine is gone", async () => {
    const orphan = resolve(import.meta.dirname, "../../sandbox/engine/orphan.ts");
    const plugin = `${process.execPath} --import ${orphan} -e "setInterval(() => {}, 1000)"`;
    const { stdout: pid } = await execa("sh", ["-c", `${plugin} >/dev/null 2>&1 & sleep 1; echo $!`]);
    expect(isAlive(Number(pid))).toBe(true);
    await vi.waitUntil(() => !isAlive(Number(pid)), { timeout: 10_000 });
});

function isAlive(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}
