import { join } from "node:path";
import { elapsed, Failure, say } from "../console.ts";
import { ownFolder, removeFolder } from "../owner.ts";
import { root, sandbox } from "../paths.ts";
import { getCharts, getChartsInReach } from "./charts.ts";
import { findEngine } from "./engine.ts";
import type { Engine } from "./engine-source.ts";
import { Recording, statesOf } from "./plan.ts";
import { checkPolicyConfig, printReadiness } from "./readiness.ts";
import { openStack, type Target } from "./sandbox-stack.ts";
import type { Deployment, Stack, State } from "./stack.ts";
import { primaryOf, type Settings, settingsOf, standbysOf } from "./stack-files.ts";

const policies = [
    ["--policy-pack", join(root, "policy-pack")],
    ["--policy-pack-config", join(root, "policy-config.json")],
].flat();

/** What a removal asks for first: the stacks protect what cannot be made again. */
const allowDeletion = { "production-cluster:allowDeletion": true };

/** Brings a stack up, with the policy pack, and answers the checklist from its state. */
export const up = (name: string, target: Target = {}): Promise<number> =>
    timed(async () => {
        await prepare(name);
        const stack = await ready(name, target);
        say(`Bringing stack ${name} up on ${target.label ?? "simulated clouds"}`);
        const exitCode = await apply(stack);
        if (exitCode !== 0) return exitCode;
        const deployment = await stack.export();
        await getChartsInReach(deployment.resources);
        return printReadiness({ deployment });
    });

/** Plans a stack, with the policy pack, and answers the checklist from the plan. */
export const preview = (name: string): Promise<number> =>
    timed(async () => {
        await prepare(name);
        const stack = await ready(name);
        const recording = new Recording(sandbox);
        say(`Planning stack ${name} on simulated clouds`);
        const { exitCode } = await stack.run(["preview", ...policies, ...recording.flags], "show");
        if (exitCode !== 0) return exitCode;
        const plan = recording.plan();
        await getChartsInReach(statesOf(plan));
        return printReadiness(plan);
    });

/** Gets Helm and the charts that a stack's plan names, so that the policy pack can see inside its releases. */
export const charts = (name: string): Promise<number> =>
    timed(async () => {
        const stack = await ready(name);
        const recording = new Recording(sandbox);
        say(`Planning stack ${name} to see which charts it installs`);
        const { exitCode, output } = await stack.run(["preview", ...recording.flags], "capture");
        if (exitCode !== 0) throw new Failure(output, exitCode);
        return getCharts(statesOf(recording.plan()));
    });

/** Removes all that a stack owns, then the stack. */
export async function destroy(name: string, target: Target = {}): Promise<number> {
    const start = Date.now();
    const settings = settingsOf(name);
    const engine = await announcedEngine();
    await refuseWhileStandbyIsUp(engine, name, target);
    const stack = await openStack(engine, name, settings, {
        ...target,
        config: { ...target.config, ...allowDeletion },
    });
    if ((await stack.export()).resources.length > 0) {
        await bringUpPrimary(engine, name, settings, target);
        const exitCode = await empty(stack);
        if (exitCode !== 0) return exitCode;
    }
    await stack.remove();
    say(`Nothing is left of stack ${name}. Done after ${elapsed(start)}`);
    return 0;
}

/** What is remembered of a stack; nothing where it was never up. */
export async function resourcesOf(name: string, target: Target): Promise<readonly State[]> {
    const stack = await openStack(await findEngine(), name, settingsOf(name), target);
    return (await stack.export()).resources;
}

/** Says of a command's work how it ended, and how long it took. */
async function timed(work: () => Promise<number>): Promise<number> {
    const start = Date.now();
    const exitCode = await work();
    say(`${exitCode === 0 ? "Done" : "Failed"} after ${elapsed(start)}`);
    return exitCode;
}

async function empty(stack: Stack): Promise<number> {
    say(
        `Lifting the deletion protection of stack ${stack.name}: an update with production-cluster:allowDeletion = true,`,
    );
    say("without the policy pack, whose job is to refuse it");
    const lifted = await stack.run(["up", "--yes", "--skip-preview"], "show");
    if (lifted.exitCode !== 0) return lifted.exitCode;
    say(`Removing all that stack ${stack.name} owns`);
    const removed = await stack.run(["destroy", "--yes", "--skip-preview"], "show");
    if (removed.exitCode !== 0) return removed.exitCode;
    const { resources } = await stack.export();
    if (resources.length === 0) return 0;
    const left = resources.map(({ urn }) => `  ${urn}`).join("\n");
    throw new Failure(`Still in the state of stack ${stack.name}:\n${left}`);
}

/**
 * Before anything is planned: a mistake in a name or in the policy configuration is told, charts of a registry fetched.
 */
async function prepare(name: string): Promise<void> {
    settingsOf(name);
    await checkPolicyConfig();
    if (process.env.CHARTS?.startsWith("oci://")) await charts(name);
}

/** The stack, with its primary up where it stands by for one. */
async function ready(name: string, target: Target = {}): Promise<Stack> {
    const settings = settingsOf(name);
    const engine = await announcedEngine();
    await bringUpPrimary(engine, name, settings, target);
    return openStack(engine, name, settings, target);
}

async function announcedEngine(): Promise<Engine> {
    const engine = await findEngine();
    say(`Engine: Pulumi ${engine.version} (${engine.origin})`);
    return engine;
}

/** A standby reads the state of its primary: where that is not up, it is brought up first, on simulated clouds. */
async function bringUpPrimary(engine: Engine, name: string, settings: Settings, { folder }: Target): Promise<void> {
    const primary = primaryOf(settings);
    if (!primary) return;
    const stack = await openStack(engine, primary, settingsOf(primary), { folder });
    if (hasOutputs(await stack.export())) return;
    say(`Stack ${name} stands by for ${primary}, which is not up: bringing ${primary} up first`);
    const exitCode = await apply(stack);
    if (exitCode !== 0) throw new Failure(`Stack ${primary} did not come up.`, exitCode);
}

/** A standby cannot even be removed without its primary, whose state it reads. */
async function refuseWhileStandbyIsUp(engine: Engine, name: string, { folder }: Target): Promise<void> {
    for (const standby of standbysOf(name)) {
        const { resources } = await (await openStack(engine, standby, settingsOf(standby), { folder })).export();
        if (resources.length > 0) {
            throw new Failure(
                `Stack ${standby} stands by for ${name} and is up. Remove it first: make destroy STACK=${standby}`,
            );
        }
    }
}

/** Outputs are the last that an update leaves behind. */
function hasOutputs({ resources }: Deployment): boolean {
    const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    return Object.keys(stack?.outputs ?? {}).length > 0;
}

/** Plans, and updates where the plan changes something: what is as it shall be took twice the time to be told so. */
async function apply(stack: Stack): Promise<number> {
    const folder = ownFolder(join(sandbox, "plan"));
    try {
        const recording = new Recording(folder);
        const { exitCode } = await stack.run(["preview", ...policies, ...recording.flags], "show");
        if (exitCode !== 0 || !recording.changes()) return exitCode;
        return (await stack.run(["up", "--yes", "--skip-preview", ...policies], "show")).exitCode;
    } finally {
        removeFolder(folder);
    }
}
