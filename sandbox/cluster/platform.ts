import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { elapsed, say } from "../console.ts";
import { type ChartSources, chartOf, renderOf } from "./charts.ts";
import type { Cluster } from "./cluster.ts";
import { untilServed } from "./definitions.ts";
import { excuseFor } from "./excuses.ts";
import { helmArgs } from "./helm.ts";
import { describe, type KubernetesObject } from "./kubernetes-object.ts";
import type { Installable, Release } from "./stack-objects.ts";
import { StatusError } from "./status-error.ts";

/** What became of a plan on a real cluster. */
export interface PlanOutcome {
    /** Objects that the API server took, as it gave them back. */
    readonly applied: KubernetesObject[];
    /** Releases that Helm installed and found ready. */
    readonly installed: Release[];
    /** Releases of which only a render with the chart's own values was applied. */
    readonly rendered: Release[];
    /** What was refused, in the words of the API server or of Helm. */
    readonly refused: { readonly what: string; readonly why: string }[];
    /** Some release has no chart here: kinds may be missing for this alone. */
    incomplete: boolean;
    /** What nothing can be said about, because something else is not at hand. */
    readonly leftOut: { readonly what: string; readonly why: string }[];
}

/** Seconds that Helm waits for a release; the slowest of the platform needs 30 here. */
const timeout = 300;

/** Seconds until the kind of a CRD is served: one or two, and more than ten on a busy machine. */
const servedWithin = 60;

/** Puts a plan on a cluster, step by step in its order: objects by server-side apply, releases by Helm. */
export async function applyPlan(
    cluster: Cluster,
    steps: readonly Installable[],
    sources: ChartSources,
): Promise<PlanOutcome> {
    const outcome: PlanOutcome = {
        applied: [],
        installed: [],
        rendered: [],
        refused: [],
        incomplete: false,
        leftOut: [],
    };
    for (const step of steps) {
        if ("object" in step) await applyOne(cluster, step.object, outcome);
        else await install(cluster, step.release, sources, outcome);
    }
    return outcome;
}

async function applyOne(cluster: Cluster, object: KubernetesObject, outcome: PlanOutcome): Promise<void> {
    const { api } = cluster;
    try {
        const excuse = await excuseFor(api, object, outcome.incomplete);
        if (excuse) {
            outcome.leftOut.push({ what: describe(object), why: excuse });
            return;
        }
        outcome.applied.push(await api.apply(object));
        if (object.kind === "CustomResourceDefinition") {
            await untilServed(api, object, servedWithin);
        }
    } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        outcome.refused.push({ what: describe(object), why: error.message });
    }
}

/** A chart may need values to be right: what is refused of its default render says nothing of the plan, and is listed. */
async function applyRender(
    cluster: Cluster,
    release: Release,
    objects: readonly KubernetesObject[],
    outcome: PlanOutcome,
): Promise<void> {
    const refused: PlanOutcome["refused"] = [];
    for (const object of objects) await applyOne(cluster, object, { ...outcome, refused });
    for (const { what, why } of refused) {
        outcome.leftOut.push({ what, why: `the default render of ${release.chart} is refused: ${why}` });
    }
    outcome.rendered.push(release);
}

async function install(cluster: Cluster, release: Release, sources: ChartSources, outcome: PlanOutcome): Promise<void> {
    const what = `release ${release.namespace}/${release.name}`;
    const chart = chartOf(release, sources);
    if (!chart) {
        outcome.incomplete = true;
        const objects = renderOf(release, sources);
        outcome.leftOut.push({
            what,
            why: `${release.chart} ${release.version} is in no chart source${objects ? "; its default render is applied instead" : ""}`,
        });
        if (objects) await applyRender(cluster, release, objects, outcome);
        return;
    }
    const start = Date.now();
    const values = join(cluster.folder, `${release.name}.values.yaml`);
    writeFileSync(values, stringify(release.values));
    const args = helmArgs(release, { verb: "upgrade", chart, values, timeout });
    const { exitCode, stderr } = await cluster.run("helm", [...args, "--install", "--wait-for-jobs"]);
    if (exitCode === 0) {
        outcome.installed.push(release);
        say(`  ${what} is ready after ${elapsed(start)}`);
    } else {
        outcome.refused.push({ what, why: stderr.trim() });
        say(`  ${what} failed after ${elapsed(start)}`);
    }
}
