import { join } from "node:path";
import { say } from "../console.ts";
import { findHelm } from "../engine/charts.ts";
import { destroy, up } from "../engine/commands.ts";
import type { Place } from "../engine/sandbox-stack.ts";
import { stateOf } from "../engine/stack-state.ts";
import { sandbox } from "../paths.ts";
import { fillChartFolder } from "./chart-folder.ts";
import { realKubernetes } from "./plugin.ts";
import { startedFor, stopFor } from "./running.ts";
import { chartsOf } from "./stack-objects.ts";

const { CHARTS } = process.env;
const folder = join(sandbox, "real");
const charts = join(folder, "charts");

/** Brings a stack up on a real Kubernetes without containers, which stays until `destroyReal`. Gives the exit code. */
export async function upReal(stack: string): Promise<number> {
    const doubles = await fillChartFolder(
        await findHelm(),
        chartsOf(await stateOf(stack)),
        CHARTS ? [CHARTS] : [],
        charts,
    );
    if (doubles.length > 0) say(`Small charts stand in for ${doubles.join(", ")}; CHARTS=<folder> gives the real ones`);
    const place = await placeOf(stack);
    // What the policy pack and the report see inside is what was installed.
    process.env.READINESS_CHARTS = charts;
    return up(stack, place);
}

/** Takes a stack off its real Kubernetes, and ends that. Gives the exit code. */
export async function destroyReal(stack: string): Promise<number> {
    const exitCode = await destroy(stack, await placeOf(stack));
    if (exitCode === 0) await stopFor(stack);
    return exitCode;
}

async function placeOf(stack: string): Promise<Place> {
    return {
        folder,
        config: { "production-cluster:charts": { source: charts } },
        called: "a real Kubernetes, its AWS simulated",
        ...(await realKubernetes(await startedFor(stack))),
    };
}
