import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rules } from "../../policy-pack/rules/index.ts";
import { root } from "../../sandbox/paths.ts";
import { TestStack } from "../engine/stack.ts";

/** A folder outside of the repository, in which an organisation has installed the pack from a registry. */
const folder = mkdtempSync(join(tmpdir(), "enforcing-"));
const installed = join(folder, "node_modules/production-readiness");
// Pulumi's SDK is among what was installed.
afterAll(() => rm(folder, { recursive: true, force: true }), 900_000);

beforeAll(async () => {
    await execa("npm", ["pack", "--workspace", "policy-pack", "--pack-destination", folder], { cwd: root });
    const [archive] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
    const dependencies = { "production-readiness": `file:${archive}` };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "enforcing", private: true, dependencies }));
    const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"];
    await execa("npm", ["install", ...quiet], { cwd: folder });
}, 900_000);

test("The package holds compiled JavaScript, types, licence and a guide, and neither sources nor tests", () => {
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    expect(files).toEqual(
        expect.arrayContaining([
            "LICENSE",
            "README.md",
            "PulumiPolicy.yaml",
            "main.js",
            "dist/index.js",
            "dist/index.d.ts",
        ]),
    );
    const own = files.filter((file) => !file.startsWith("node_modules"));
    expect(own.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))).toEqual([]);
    expect(own.filter((file) => /test|tsconfig/.test(file) && !file.startsWith("dist/rules/"))).toEqual([]);
});

test("`readiness` answers the checklist on an exported state, with the exit code of what it found", async () => {
    const cluster = {
        urn: "urn:pulumi:prod::theirs::aws:eks/cluster:Cluster::theirs",
        type: "aws:eks/cluster:Cluster",
        custom: true,
        inputs: { name: "theirs", version: "1.35", vpcConfig: { endpointPublicAccess: true, subnetIds: ["subnet-1"] } },
    };
    writeFileSync(join(folder, "state.json"), JSON.stringify({ version: 3, deployment: { resources: [cluster] } }));
    const { exitCode, stdout } = await execa(
        process.execPath,
        [join(folder, "node_modules/.bin/readiness"), "state.json", "--format", "json"],
        { cwd: folder, reject: false },
    );
    expect(exitCode).toBe(1);
    const { checks } = JSON.parse(stdout);
    expect(checks).toHaveLength(rules.length);
    expect(checks.find(({ id }: { id: string }) => id === "eks-secrets-kms")).toMatchObject({ status: "fail" });
});

test("The installed pack judges a stack that never heard of it, with the configuration of the organisation", async () => {
    const program = `
        import * as k8s from "@pulumi/kubernetes";

        const kubeconfig = JSON.stringify({
            clusters: [{ name: "theirs", cluster: { server: "https://theirs.invalid" } }],
            contexts: [{ name: "theirs", context: { cluster: "theirs", user: "theirs" } }],
            users: [{ name: "theirs", user: {} }],
            "current-context": "theirs",
        });
        const provider = new k8s.Provider("theirs", { kubeconfig });
        new k8s.core.v1.Pod(
            "privileged",
            {
                metadata: { name: "privileged", namespace: "default" },
                spec: { containers: [{ name: "shell", image: "busybox", securityContext: { privileged: true } }] },
            },
            { provider },
        );
    `;
    const only = (id: string) =>
        Object.fromEntries(rules.map((rule) => [rule.id, rule.id === id ? "mandatory" : "disabled"]));
    const stack = new TestStack({
        program: { text: program },
        definition: { name: "theirs", description: undefined, config: undefined },
        policyPack: relative(root, installed),
        policyConfig: only("pod-not-privileged"),
    });
    const { exitCode, violations, output } = await stack.preview();
    expect(exitCode, output).not.toBe(0);
    expect(violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory")).toEqual([
        expect.objectContaining({
            policyName: "pod-not-privileged",
            resourceUrn: expect.stringContaining("::privileged"),
        }),
    ]);
}, 900_000);

test("The guide names every exit code, and how the pack is enforced in CI and in Pulumi Cloud", () => {
    const guide = readFileSync(join(installed, "README.md"), "utf8");
    for (const way of ["--policy-pack ", "pulumi policy publish", "pulumi policy enable", "--policy-group"]) {
        expect(guide).toContain(way);
    }
    for (const code of [0, 1, 2, 3]) expect(guide).toMatch(new RegExp(`\\| ${code} \\|`));
});
