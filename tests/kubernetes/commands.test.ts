import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, inject, test, vi } from "vitest";
import { destroy, up } from "../../kubernetes/commands.ts";
import { Failure } from "../../sandbox/console.ts";
import { resourcesOf } from "../../sandbox/engine/commands.ts";
import { openStack } from "../../sandbox/engine/sandbox-stack.ts";
import { settingsOf } from "../../sandbox/engine/stack-files.ts";
import { root } from "../../sandbox/paths.ts";

test.for([
    { args: ["up", "nowhere"], exitCode: 1, message: /no stack nowhere/ },
    { args: ["destroy", "nowhere"], exitCode: 1, message: /no stack nowhere/ },
    { args: ["start", "nowhere"], exitCode: 1, message: /no stack nowhere/ },
    { args: ["destroy"], exitCode: 3, message: /missing required args/ },
    { args: ["preview", "prod"], exitCode: 3, message: /no command preview/ },
])("`kubernetes $args` ends with $exitCode and one line that says why", async ({ args, exitCode, message }) => {
    const result = await execa(process.execPath, ["kubernetes/main.ts", ...args], {
        cwd: root,
        reject: false,
        all: true,
    });
    expect(result.exitCode).toBe(exitCode);
    expect(result.all).toMatch(message);
    expect(result.all.trim().split("\n")).toHaveLength(1);
});

/**
 * A folder that remembers the stack `dr`, with its cluster at an address of this machine where nothing listens any
 * more.
 */
async function remembering(endpoint: string): Promise<string> {
    const folder = mkdtempSync(join(inject("scratchFolder"), "lost-"));
    const urn = (type: string, name: string) => `urn:pulumi:dr::production-cluster::${type}::${name}`;
    const resources = [
        { urn: urn("pulumi:pulumi:Stack", "production-cluster-dr"), type: "pulumi:pulumi:Stack", custom: false },
        {
            urn: urn("aws:eks/cluster:Cluster", "shop"),
            type: "aws:eks/cluster:Cluster",
            id: "shop",
            custom: true,
            inputs: { name: "shop" },
            outputs: { endpoint },
        },
    ];
    const file = join(folder, "deployment.json");
    writeFileSync(file, JSON.stringify({ version: 3, deployment: { manifest: {}, resources } }));
    const stack = await openStack(inject("engine"), "dr", settingsOf("dr"), { folder });
    const { exitCode, output } = await stack.run(["stack", "import", "--file", file], "capture");
    expect(exitCode, output).toBe(0);
    return folder;
}

test("Of a stack whose Kubernetes has ended nothing is removed or updated: what to do is said, and no other is started", async () => {
    const say = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const folder = await remembering("https://127.0.0.1:10000");
    for (const command of [destroy, up]) {
        const error = await command("dr", folder).catch((it) => it);
        expect(error).toBeInstanceOf(Failure);
        expect(error.message).toMatch(
            /No Kubernetes runs for stack dr.*`rm -r .*lost-.*`.*make up STACK=dr CLUSTER=real/,
        );
    }
    expect(say.mock.calls.join()).not.toContain("Starting a Kubernetes");
    expect(await resourcesOf("dr", { folder })).toHaveLength(2);
    say.mockRestore();
});

test("A stack that was never up on a real Kubernetes is removed without starting one", async () => {
    const say = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const folder = mkdtempSync(join(inject("scratchFolder"), "empty-"));
    expect(await destroy("dr", folder)).toBe(0);
    expect(say.mock.calls.join()).toContain("Nothing is left of stack dr");
    expect(say.mock.calls.join()).not.toContain("Starting a Kubernetes");
    say.mockRestore();
});
