import { join } from "node:path";
import { inject } from "vitest";
import type { Cluster } from "../../sandbox/cluster/cluster.ts";
import { type Deed, deedsIn } from "../../sandbox/cluster/provider/journal.ts";
import { leftOut } from "../../sandbox/cluster/provider/real-kubernetes.ts";
import type { State } from "../../sandbox/engine/stack.ts";
import { settingsOf } from "../../sandbox/engine/stack-files.ts";
import { root } from "../../sandbox/paths.ts";
import { releaseType } from "../../sandbox/providers/kubernetes/releases.ts";
import { TestStack } from "../engine/stack.ts";
import { fixtureCharts, givenCharts } from "./fixtures.ts";

/** What a stack's file and a test decide. */
export interface RealStackArgs {
    /** Settings by their short name: `name`, `addons`. */
    settings: Record<string, unknown>;
    /** Stack file that the settings are laid over. Default: none. */
    file?: string;
    /** The cluster that the simulated EKS cluster of the stack stands for. Default: the one that the settings name. */
    standIn?: Cluster;
}

/** Where the charts of a real stack are. What stands in for one of the platform is only for where there is none. */
export const chartSources = [fixtureCharts, ...givenCharts, inject("doubles")];

/** The program of this repository, whose Kubernetes is real and whose AWS is simulated. */
export function realStack({ settings, file, standIn }: RealStackArgs): TestStack {
    const { config } = file ? settingsOf(file) : {};
    const own = Object.entries(settings).map(([key, value]) => [`production-cluster:${key}`, value]);
    return new TestStack({
        program: { file: join(root, "index.ts") },
        providers: { kubernetes: join(root, "sandbox/cluster/provider/main.ts") },
        config: { ...config, ...Object.fromEntries(own) },
        env: {
            PRODUCTION_CLUSTER_HELM: inject("helm"),
            PRODUCTION_CLUSTER_CHARTS: JSON.stringify(chartSources),
            ...(standIn && { PRODUCTION_CLUSTER_KUBECONFIG: standIn.kubeconfig }),
        },
    });
}

/** What the stack did on the cluster, in the order in which it ended. */
export const deedsOf = (stack: TestStack): Deed[] => deedsIn(join(stack.folder, "cloud"));

/** What of a stack is on the cluster, its releases, and what is left out because its chart is not at hand. */
export async function contentOf(
    stack: TestStack,
): Promise<{ present: readonly State[]; releases: string[]; leftOut: string[] }> {
    const resources = (await stack.resources()).filter(({ type }) => type.startsWith("kubernetes:"));
    const present = resources.filter(({ id = "" }) => !id.startsWith(leftOut));
    return {
        present,
        releases: present.filter(({ type }) => type === releaseType).map(({ id }) => String(id)),
        leftOut: resources.filter((it) => !present.includes(it)).map(({ id }) => String(id).slice(leftOut.length)),
    };
}
