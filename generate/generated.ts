import { readFileSync } from "node:fs";
import { join } from "node:path";
import { argumentsOfCluster } from "./arguments.ts";
import { argumentsPage } from "./arguments-page.ts";
import { policyConfig } from "./policy-config.ts";
import { configSection } from "./pulumi-yaml.ts";
import type { Schema } from "./schema.ts";

export const root = join(import.meta.dirname, "..");

/** A file that is made of the code. */
export interface Generated {
    /** Path from the root of the repository. */
    readonly file: string;
    /** What should stand there. */
    readonly text: string;
}

/** What `make generate` writes; a test holds the files against it. */
export function generated(schema: Schema): Generated[] {
    const all = argumentsOfCluster(schema);
    const project = read("Pulumi.yaml");
    const config = JSON.parse(read("policy-config.json"));
    return [
        { file: "docs/arguments.md", text: argumentsPage(all) },
        { file: "Pulumi.yaml", text: project.slice(0, project.indexOf("config:\n")) + configSection(all) },
        { file: "policy-config.json", text: `${JSON.stringify(policyConfig(config), null, 2)}\n` },
    ];
}

const read = (file: string): string => readFileSync(join(root, file), "utf8");
