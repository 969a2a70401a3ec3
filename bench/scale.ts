import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findEngine } from "../sandbox/engine/engine.ts";
import { settingsOf } from "../sandbox/engine/stack-files.ts";
import { root } from "../sandbox/paths.ts";
import { accountsOf } from "./accounts.ts";
import { programOf } from "./kubernetes-objects.ts";
import { show } from "./measure.ts";
import { done, openProgram, scratch } from "./program.ts";

/** Plans that grow: so many objects in one stack, with the policy pack and without, and so many clusters in one program. */
const sizes = [1_000, 5_000, 20_000];
const clusters = [1, 5, 20];

const engine = await findEngine();

/** The pack only advises here: what it finds is not the question. */
const config = join(scratch(), "policy-config.json");
writeFileSync(config, JSON.stringify({ all: "advisory" }));
const pack = ["--policy-pack", join(root, "policy-pack"), "--policy-pack-config", config];

/** Milliseconds of the processor, and MiB of the largest process of Node. */
interface Cost {
    readonly milliseconds: number;
    readonly memory: number;
}

/** What one preview takes. */
async function cost(program: string, args: readonly string[] = []): Promise<Cost> {
    const folder = scratch();
    const { engine: counted, env, used, largest } = accountsOf(engine, folder);
    const stack = await openProgram(counted, program, join(folder, "project"), { env });
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

/** What one more of something costs, from the smallest to the largest, to what it costs from the smallest to the next. */
const growth = (counts: readonly number[], costs: readonly number[]): number => {
    const slope = (from: number, to: number) => (at(costs, to) - at(costs, from)) / (at(counts, to) - at(counts, from));
    return slope(0, counts.length - 1) / slope(0, 1);
};

const at = (all: readonly number[], index: number): number => all[index] ?? Number.NaN;

const organisation: Cost[] = [];
for (const count of clusters) organisation.push(await cost(clustersAsProd(count)));
show("One program, so many clusters: seconds of the processor, and memory of the largest process", [
    ...clusters.flatMap((count, index) => [
        { what: `${count}: processor`, measured: (organisation[index]?.milliseconds ?? Number.NaN) / 1_000, unit: "s" },
        { what: `${count}: memory`, measured: organisation[index]?.memory ?? Number.NaN, unit: "MiB" },
    ]),
    {
        what: "one more cluster of many, to one of few",
        measured: growth(
            clusters,
            organisation.map(({ milliseconds }) => milliseconds),
        ),
        unit: "times",
        bound: 1.3,
    },
]);

const plain: Cost[] = [];
const judged: Cost[] = [];
for (const size of sizes) {
    plain.push(await cost(programOf(size)));
    judged.push(await cost(programOf(size), pack));
}
const ofPack = judged.map(({ milliseconds }, index) => milliseconds - (plain[index]?.milliseconds ?? Number.NaN));
const [largest] = [...sizes.keys()].slice(-1) as [number];
show("One stack, so many objects: milliseconds of the processor for each, and memory of the largest process", [
    ...sizes.flatMap((size, index) => [
        { what: `${size}: engine`, measured: (plain[index]?.milliseconds ?? Number.NaN) / size, unit: "ms" },
        { what: `${size}: policy pack`, measured: at(ofPack, index) / size, unit: "ms" },
        { what: `${size}: memory`, measured: judged[index]?.memory ?? Number.NaN, unit: "MiB" },
    ]),
    { what: "policy pack at the largest", measured: at(ofPack, largest) / at(sizes, largest), unit: "ms", bound: 2 },
    { what: "one more object of many, to one of few", measured: growth(sizes, ofPack), unit: "times", bound: 1.3 },
]);
