import type { TestProject } from "vitest/node";
import type { State } from "../../sandbox/engine/stack.ts";
import { stateOf } from "../../sandbox/engine/stack-state.ts";
import { obtain } from "../../sandbox/tools/tools.ts";
import { fixtureAdmission, rightOrder } from "./fixtures.ts";

declare module "vitest" {
    interface ProvidedContext {
        /** State of the stack `prod` on simulated clouds: what its cluster is made of, and what it puts there. */
        production: readonly State[];
    }
}

/** Builds what is missing and brings the stack up, once for all files. */
export default async function setup(project: TestProject): Promise<void> {
    await obtain(["etcd", "kubernetes", "kwok", "helm", "registry", "kyverno"]);
    project.provide(
        "production",
        await stateOf("prod", {
            "production-cluster:addons": rightOrder,
            "production-cluster:admission": fixtureAdmission,
        }),
    );
}
