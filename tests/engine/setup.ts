import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { findHelm } from "../../sandbox/engine/charts.ts";
import { findEngine } from "../../sandbox/engine/engine.ts";
import type { Engine } from "../../sandbox/engine/engine-source.ts";
import { ownFolder, removeFolder } from "../../sandbox/owner.ts";
import { sandbox } from "../../sandbox/paths.ts";

declare module "vitest" {
    interface ProvidedContext {
        /** The real Pulumi CLI, found or built once before the first test. */
        engine: Engine;
        /** The real Helm, found or built once. */
        helm: string;
        /** For what tests write, inside the checkout so that packages are found; gone after the run. */
        scratchFolder: string;
    }
}

const folders = join(sandbox, "tests", "run");

export default async function setup(project: TestProject): Promise<() => void> {
    project.provide("engine", await findEngine());
    project.provide("helm", await findHelm());
    const folder = ownFolder(folders);
    project.provide("scratchFolder", folder);
    return () => removeFolder(folder);
}
