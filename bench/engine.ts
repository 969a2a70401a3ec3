import { join } from "node:path";
import { findEngine } from "../sandbox/engine/engine.ts";
import type { Stack } from "../sandbox/engine/stack.ts";
import { programOf } from "./kubernetes-objects.ts";
import { medians, show } from "./measure.ts";
import { advisingPack, done, openProgram, scratch } from "./program.ts";

/** The real engine on Kubernetes objects: what the policy pack adds to a preview, and a second update to a first. */
const size = 200;

const folder = scratch();
const engine = await findEngine();
const open = (name: string): Promise<Stack> => openProgram(engine, programOf(size), join(folder, name));

const pack = advisingPack(folder);

const fresh = await open("fresh");
const up = ["up", "--yes", "--skip-preview"];
let made: Stack | undefined;
let number = 0;
const times = await medians(
    {
        preview: () => done(fresh, ["preview"]),
        judged: () => done(fresh, ["preview", ...pack]),
        first: async () => {
            made = await open(`made-${++number}`);
            await done(made, up);
        },
        second: () => done(made as Stack, up),
    },
    { iterations: 2, now: () => performance.now() },
);
show(`Real engine: ${size} Kubernetes objects`, [
    { what: "preview", measured: times.preview / 1000, unit: "s" },
    { what: "preview with the policy pack", measured: times.judged / 1000, unit: "s" },
    { what: "with to without", measured: times.judged / times.preview, unit: "times", bound: 4 },
    { what: "first up", measured: times.first / 1000, unit: "s" },
    { what: "second up, nothing changed", measured: times.second / 1000, unit: "s" },
    { what: "second to first", measured: times.second / times.first, unit: "times", bound: 1 },
]);
