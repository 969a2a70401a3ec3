import { join } from "node:path";
import { findEngine } from "../sandbox/engine/engine.ts";
import { settingsOf } from "../sandbox/engine/stack-files.ts";
import { root } from "../sandbox/paths.ts";
import { accountsOf } from "./accounts.ts";
import { programOf } from "./kubernetes-objects.ts";
import { show } from "./measure.ts";
import { advisingPack, done, openProgram, scratch } from "./program.ts";

/** Plans that grow: so many objects in one stack, with the policy pack and without, and so many clusters in one program. */
const sizes = [1_000, 5_000, 20_000];
const clusters = [1, 5, 20];

const pulumi = await findEngine();

const pack = advisingPack(scratch());

/** Milliseconds of the processor, and MiB of the largest process of Node. */
interface Cost {
    readonly milliseconds: number;
    readonly memory: number;
}

/** What one preview takes. */
async function cost(program: string, args: readonly string[] = []): Promise<Cost> {
    const folder = scratch();
    const { engine, env, used, largest } = accountsOf(pulumi, folder);
    const stack = await openProgram(engine, program, join(folder, "project"), { logged: true, env });
    const before = used();
    await done(stack, ["preview", ...args]);
    return { milliseconds: used() - before, memory: largest() };
}

/** So many clusters as `prod` describes one; what a region has once is made by the first. */
function clustersAsProd(count: number): string {
    const settings = Object.entries(settingsOf("prod").config ?? {});
    const { name: _, ...args } = Object.fromEntries(settings.map(([key, value]) => [key.split(":")[1], value]));
    const detection = { guardDuty: "none" };
    return `
        import { ProductionCluster } from ${JSON.stringify(join(root, "components/index.ts"))};
        const args = ${JSON.stringify(args)};
        const others = { ...args, registry: { ecr: { shared: "given" } }, detection: ${JSON.stringify(detection)} };
        for (let n = 0; n < ${count}; n++) new ProductionCluster("shop-" + n, n === 0 ? args : others);
    `;
}

/** So many of something, and the milliseconds of the processor that they cost. */
interface Point {
    readonly count: number;
    readonly milliseconds: number;
}

/** What one more costs from the first to the last, to what it costs from the first to the second. */
function growth([first, second, ...more]: readonly Point[]): number {
    const last = more.at(-1);
    if (!first || !second || !last) throw new Error("three points make a growth");
    const slope = (to: Point) => (to.milliseconds - first.milliseconds) / (to.count - first.count);
    return slope(last) / slope(second);
}

const organisation = [];
for (const count of clusters) organisation.push({ count, ...(await cost(clustersAsProd(count))) });
show("One program, so many clusters: seconds of the processor, and memory of the largest process", [
    ...organisation.flatMap(({ count, milliseconds, memory }) => [
        { what: `${count}: processor`, measured: milliseconds / 1_000, unit: "s" },
        { what: `${count}: memory`, measured: memory, unit: "MiB" },
    ]),
    { what: "one more cluster of many, to one of few", measured: growth(organisation), unit: "times", bound: 1.3 },
]);

const stacks = [];
for (const count of sizes) {
    const plain = await cost(programOf(count));
    const { milliseconds, memory } = await cost(programOf(count), pack);
    stacks.push({ count, engine: plain.milliseconds, milliseconds: milliseconds - plain.milliseconds, memory });
}
const largest = stacks.slice(-1).map(({ count, milliseconds }) => milliseconds / count);
show("One stack, so many objects: milliseconds of the processor for each, and memory of the largest process", [
    ...stacks.flatMap(({ count, engine, milliseconds, memory }) => [
        { what: `${count}: engine`, measured: engine / count, unit: "ms" },
        { what: `${count}: policy pack`, measured: milliseconds / count, unit: "ms" },
        { what: `${count}: memory`, measured: memory, unit: "MiB" },
    ]),
    ...largest.map((measured) => ({ what: "policy pack at the largest", measured, unit: "ms", bound: 2 })),
    { what: "one more object of many, to one of few", measured: growth(stacks), unit: "times", bound: 1.3 },
]);
