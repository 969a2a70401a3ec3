import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../sandbox/paths.ts";
import { TestStack } from "../engine/stack.ts";

/** A program outside of the repository that knows the package by its name only. */
const program = `
    import { ProductionCluster } from "production-cluster";

    const cluster = new ProductionCluster("outside", {
        region: "eu-west-1",
        zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
        access: { administratorRoleArns: ["arn:aws:iam::111122223333:role/admin"] },
        alerts: { emails: ["platform@example.com"], heartbeatUrlSecret: "outside/heartbeat-url" },
        gitops: { repository: "https://github.com/example/clusters" },
        ownership: { owner: "platform", environment: "production", costCenter: "4711" },
    });
    export const arn = cluster.clusterArn;
`;

const folder = mkdtempSync(join(tmpdir(), "outside-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
    await execa("npm", ["pack", "--workspace", "components", "--pack-destination", folder], { cwd: root });
    const [archive] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
    const dependencies = { "production-cluster": `file:${archive}` };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "outside", type: "module", dependencies }));
    writeFileSync(join(folder, "index.ts"), program);
    const install = [
        "install",
        "--legacy-peer-deps",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        "--ignore-scripts",
    ];
    await execa("npm", install, { cwd: folder });
    // The peers, Pulumi's SDKs, are linked and not installed once more: they are 600 MB.
    symlinkSync(join(root, "node_modules/@pulumi"), join(folder, "node_modules/@pulumi"));
}, 900_000);

test("The package holds compiled JavaScript with types, and no TypeScript that Node would have to strip", () => {
    const files = readdirSync(join(folder, "node_modules/production-cluster"), { recursive: true, encoding: "utf8" });
    expect(files).toContain("dist/index.js");
    expect(files).toContain("dist/index.d.ts");
    // Where alerts lead, unless somebody says where else.
    expect(files).toContain("docs/runbooks/KubeNodeNotReady.md");
    expect(files.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))).toEqual([]);
});

/** Packages that a declaration names, and those that it reads are read in turn. */
function packagesNamedIn(file: string, read = new Set<string>()): string[] {
    if (read.has(file)) return [];
    read.add(file);
    const names = [...readFileSync(file, "utf8").matchAll(/(?:from|import) ?\(?"([^"]+)"/g)].map(
        ([, name]) => name ?? "",
    );
    return names.flatMap((name) =>
        name.startsWith(".") ? packagesNamedIn(join(dirname(file), name.replace(/\.[jt]s$/, ".d.ts")), read) : [name],
    );
}

test("The types that a program reads name only what the package depends on", () => {
    const installed = join(folder, "node_modules/production-cluster");
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    const named = packagesNamedIn(join(installed, "dist/index.d.ts"));
    expect(named).toContain("@pulumi/pulumi");
    const known = Object.keys({ ...dependencies, ...peerDependencies });
    expect(named.filter((name) => !known.some((each) => name === each || name.startsWith(`${each}/`)))).toEqual([]);
});

test.each([
    ["6", "typescript"],
    ["7", "typescript-7"],
])(
    "A program outside of the repository sees the types of the package, with TypeScript %s",
    async (_, compiler) => {
        const wrong = program.replace('region: "eu-west-1"', "region: 1");
        writeFileSync(join(folder, "wrong.ts"), wrong);
        const options = ["--noEmit", "--skipLibCheck", "--module", "nodenext", "--target", "es2024"];
        const args = [join(root, "node_modules", compiler, "bin/tsc"), ...options, "index.ts", "wrong.ts"];
        const { stdout } = await execa(process.execPath, args, { cwd: folder, reject: false });
        expect(stdout.trim().split("\n")).toEqual([
            expect.stringMatching(/^wrong\.ts\(.*'number' is not assignable to type 'string'/),
        ]);
    },
    900_000,
);

test("A program outside of the repository previews with the package, and with the compiler left out", async () => {
    const options = { typescript: false, nodeargs: "--import production-cluster/late-typescript" };
    const definition = { runtime: { name: "nodejs", options } };
    const stack = new TestStack({ program: { file: join(folder, "index.ts") }, definition });
    const { exitCode, output } = await stack.preview();
    expect(output).toMatch(/production-cluster:index:ProductionCluster +outside +create/);
    expect(exitCode).toBe(0);
});
