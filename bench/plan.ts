import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { chartEnvironment } from "../sandbox/engine/charts.ts";
import { findEngine } from "../sandbox/engine/engine.ts";
import { Recording } from "../sandbox/engine/plan.ts";
import { openStack } from "../sandbox/engine/sandbox-stack.ts";
import type { Stack } from "../sandbox/engine/stack.ts";
import { settingsOf } from "../sandbox/engine/stack-files.ts";
import { root } from "../sandbox/paths.ts";
import { accountsOf } from "./accounts.ts";
import { type Blueprint, findBlueprint } from "./blueprint.ts";
import { computed, type Measurement, medians, show } from "./measure.ts";
import { done, openProgram, scratch } from "./program.ts";

/**
 * Plans of `prod` on the real engine as it is by itself, with its logs, beside a program that registers as many resources
 * and does nothing else, and beside cdk-eks-blueprints. Give CHARTS, for what is seen inside releases to be in it.
 */
const folder = scratch();

const { engine, env, used, largest } = accountsOf(await findEngine(), folder);

/** The stack `prod`, whose policy pack remembers what charts rendered to in a folder of this name. */
const prod = (renders: string): Promise<Stack> =>
    openStack(engine, "prod", settingsOf("prod"), {
        folder: join(folder, "prod"),
        logged: true,
        env: { ...env, READINESS_RENDERS: join(folder, renders) },
    });

/** Registers so many resources, each as small as can be. */
const bare = (resources: number) => `
    import { CustomResource } from "@pulumi/pulumi";
    for (let n = 0; n < ${resources}; n++) {
        const metadata = { name: "bench-" + n, namespace: "default" };
        new CustomResource("kubernetes:core/v1:ConfigMap", metadata.name, { apiVersion: "v1", kind: "ConfigMap", metadata });
    }`;

const previewed = (stack: Stack, args: readonly string[] = []) => done(stack, ["preview", ...args]);

/** How many resources a plan has, and how many the report looks at, with what is inside releases. */
async function counted(recording: Recording): Promise<{ planned: number; looked: number }> {
    const plan = recording.plan();
    const [file, json] = [join(folder, "plan.json"), join(folder, "readiness.json")];
    writeFileSync(file, JSON.stringify(plan));
    const report = [join(root, "policy-pack/report/main.ts"), file, "--json", json];
    await execa(process.execPath, report, { env: chartEnvironment(), reject: false });
    return { planned: plan.steps.length, looked: JSON.parse(readFileSync(json, "utf8")).counts.resources };
}

const again = await prod("renders");
const recording = new Recording(folder);
await previewed(again, recording.flags);
const program = largest();
const { planned, looked } = await counted(recording);
const alone = await openProgram(engine, bare(planned), join(folder, "bare"), { logged: true, env });
const pack = ["--policy-pack", join(root, "policy-pack"), "--policy-pack-config", join(root, "policy-config.json")];
let run = 0;
const times = await medians(
    {
        bare: () => previewed(alone),
        plain: () => previewed(again),
        first: async () => previewed(await prod(`renders-${++run}`), pack),
        again: () => previewed(again, pack),
    },
    { iterations: 3, now: used },
);
const blueprint = await findBlueprint(join(folder, "blueprint"));

show(`Plans of prod: seconds of the processor for ${planned} resources, ${looked} looked at`, [
    { what: "the bare engine", measured: times.bare / 1_000, unit: "s" },
    { what: "prod", measured: times.plain / 1_000, unit: "s" },
    { what: "prod, to the bare engine", measured: times.plain / times.bare, unit: "times", bound: 1.5 },
    {
        what: "with pack, the first time, to the bare engine",
        measured: times.first / times.bare,
        unit: "times",
        bound: 2.5,
    },
    { what: "with pack, again, to the bare engine", measured: times.again / times.bare, unit: "times", bound: 1.7 },
    { what: "the program", measured: program, unit: "MiB", bound: 260 },
    { what: "the largest process of Node", measured: largest(), unit: "MiB", bound: 300 },
    ...(blueprint ? await besideBlueprint(blueprint) : []),
]);

async function besideBlueprint({ command, resources }: Blueprint): Promise<Measurement[]> {
    const into = join(folder, "blueprint");
    const theirs = ((await computed(command(into))) * 1_000) / resources;
    const [first, second] = [times.first / looked, times.again / looked];
    return [
        { what: `cdk-eks-blueprints, a resource of ${resources}`, measured: theirs, unit: "ms" },
        { what: "a resource looked at, the first time", measured: first, unit: "ms" },
        { what: "a resource looked at, again", measured: second, unit: "ms" },
        { what: "the first time, to cdk-eks-blueprints", measured: first / theirs, unit: "times", bound: 1.3 },
        { what: "again, to cdk-eks-blueprints", measured: second / theirs, unit: "times", bound: 1 },
    ];
}
