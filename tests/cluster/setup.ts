import type { TestProject } from "vitest/node";
import { stateOf } from "../../sandbox/cluster/stack-state.ts";
import { obtain } from "../../sandbox/cluster/tools.ts";
import type { State } from "../../sandbox/engine/stack.ts";

declare module "vitest" {
    interface ProvidedContext {
        /** State of the stack `prod` on simulated clouds: what its cluster is made of, and what it puts there. */
        production: readonly State[];
    }
}

/** Charts of our own, planned through the same door as everybody's. */
const repository = "https://charts.example.com";
const addons = [
    { name: "operator", chart: "operator", version: "1.0.0", repository, values: { owner: "platform" } },
    {
        name: "shop",
        chart: "shop",
        version: "2.3.0",
        repository,
        needs: ["operator"],
        values: { service: { type: "ClusterIP" } },
    },
];

/** What these charts need of admission. */
const admission = {
    imageRegistries: ["registry.example.com/*"],
    exemptNamespaces: [
        { namespace: "shop", policies: ["secret-from-store"], reason: "the fixture makes a password of its own" },
    ],
};

/** Builds what is missing and brings the stack up, once for all files. */
export default async function setup(project: TestProject): Promise<void> {
    await obtain(["etcd", "kubernetes", "kwok", "helm", "registry", "kyverno"]);
    project.provide(
        "production",
        await stateOf("prod", { "production-cluster:addons": addons, "production-cluster:admission": admission }),
    );
}
