import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { State } from "../../sandbox/engine/stack.ts";
import { stateOf } from "../../sandbox/engine/stack-state.ts";
import { obtain } from "../../sandbox/tools/tools.ts";
import { writeDoubles } from "./doubles/write.ts";
import { fixtureAdmission, rightOrder } from "./fixtures.ts";

declare module "vitest" {
    interface ProvidedContext {
        /** State of the stack `prod` on simulated clouds: what its cluster is made of, and what it puts there. */
        production: readonly State[];
        /** Folder of what stands in for each chart of the platform. */
        doubles: string;
    }
}

/** Builds what is missing and brings the stack up, once for all files. Gives what tidies up. */
export default async function setup(project: TestProject): Promise<() => void> {
    await obtain(["etcd", "kubernetes", "kwok", "helm", "registry", "kyverno"]);
    project.provide(
        "production",
        await stateOf("prod", {
            "production-cluster:addons": rightOrder,
            "production-cluster:admission": fixtureAdmission,
        }),
    );
    const doubles = mkdtempSync(join(tmpdir(), "doubles-"));
    writeDoubles(doubles);
    project.provide("doubles", doubles);
    return () => rmSync(doubles, { recursive: true });
}
