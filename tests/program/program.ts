import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { State } from "../../sandbox/engine/stack.ts";
import { settingsOf } from "../../sandbox/engine/stack-files.ts";
import { root } from "../../sandbox/paths.ts";
import { TestStack } from "../engine/stack.ts";

/** The program of this repository with the policy pack, as a stack file of the repository configures it. */
export function programStack(stack: "sandbox" | "prod" | "dr", overrides: Record<string, unknown> = {}): TestStack {
    const { config } = settingsOf(stack);
    const policyConfig = JSON.parse(readFileSync(join(root, "policy-config.json"), "utf8"));
    return new TestStack({ config: { ...config, ...overrides }, policyPack: "policy-pack", policyConfig }, stack);
}

const hosts = ["shop.example.com"];

/** What is public by CloudFront, and what that takes. */
export const withCloudFront = {
    "production-cluster:certificates": { issuer: "letsencrypt" },
    "production-cluster:dns": { zones: [{ id: "Z0EXAMPLE", domain: "example.com" }] },
    "production-cluster:gateway": { hosts },
    "production-cluster:edge": { engine: "cloudfront", hosts },
};

/** The Helm releases among some resources, by name. */
export const releases = (resources: readonly State[]) =>
    resources.filter(({ type }) => type === "kubernetes:helm.sh/v3:Release").map(({ inputs }) => inputs?.name);

/** A change of the program's source: in this file, this text becomes that one. */
export interface Mutation {
    file: string;
    from: string;
    to: string;
}

/** The same stack, whose program is a copy of this repository's with mutations. Throws where one changes nothing. */
export function mutated(stack: TestStack, mutations: Mutation[]): TestStack {
    const program = join(stack.folder, "program");
    for (const source of ["index.ts", "components"]) {
        cpSync(join(root, source), join(program, source), {
            recursive: true,
            filter: (path) => !path.endsWith("dist"),
        });
    }
    for (const { file, from, to } of mutations) {
        const text = readFileSync(join(program, file), "utf8");
        if (text.split(from).length !== 2) throw new Error(`${file} does not hold this once: ${from}`);
        writeFileSync(join(program, file), text.replace(from, to));
    }
    stack.args.program = { file: join(program, "index.ts") };
    return stack;
}
