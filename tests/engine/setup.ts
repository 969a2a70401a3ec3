import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type Engine, findEngine } from "../../sandbox/engine/engine.ts";
import { sandbox } from "../../sandbox/engine/paths.ts";

declare module "vitest" {
    interface ProvidedContext {
        /** The real Pulumi CLI, found or built once before the first test. */
        engine: Engine;
    }
}

export default async function setup(project: TestProject): Promise<void> {
    rmSync(join(sandbox, "tests"), { recursive: true, force: true });
    project.provide("engine", await findEngine());
}
