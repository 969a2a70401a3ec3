import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Fate } from "./gate.ts";
import { backup, goodManners, Laboratory, minutesAgo } from "./laboratory.ts";

/** Points of a run at which it is killed. Another seed is another choice of them. */
const points = 20;
const seed = Number(process.env.SEED ?? 1);

/** Numbers from 0 to 1, the same for the same seed (https://en.wikipedia.org/wiki/Linear_congruential_generator). */
function* randoms(state: number): Generator<number, never> {
    let value = state;
    for (;;) {
        value = (value * 1_664_525 + 1_013_904_223) % 2 ** 32;
        yield value / 2 ** 32;
    }
}

const tier = "velero-every-6h";

let lab: Laboratory;
/** Requests of a run that nobody disturbs. */
let whole = 0;

async function prepared(): Promise<void> {
    lab.velero.manners = goodManners();
    await lab.backups([backup("b", minutesAgo(60))]);
    lab.restores(2, minutesAgo(65));
    lab.gate.requests = 0;
}

beforeAll(async () => {
    lab = await Laboratory.open((program) => program);
    await prepared();
    const run = await lab.start().ended;
    expect(run.exitCode, run.output).toBe(0);
    whole = lab.gate.requests;
    console.log(`a run has ${whole} requests; seed ${seed}`);
});

afterAll(() => lab?.close());

const random = randoms(seed);
const cases = Array.from({ length: points }, (_, index) => ({
    index,
    // One in each twentieth, so that every part of a run is struck.
    share: (index + random.next().value) / points,
    fate: random.next().value < 0.5 ? ("cut" as const) : ("lost" as const),
}));

test.for(cases)(
    "Killed after $share of its requests ($fate), it does not pass, and the next run is clean",
    async ({ share, fate }) => {
        await prepared();
        await lab.forget();
        await killedAfter(share * whole, fate);
        const recorded = (await lab.recorded())[tier];
        // What it wrote down last, before it was killed, it had seen: it was clean by then.
        if (recorded?.passed) expect(await lab.left()).toEqual([]);
        await delay(200);
        const next = await lab.start().ended;
        expect(next.exitCode, next.output).toBe(0);
        expect((await lab.recorded())[tier]?.passed).toBe(true);
        expect(await lab.left()).toEqual([]);
    },
);

/** Kills a run at its request of this number; one that has fewer is done again, and killed earlier. */
async function killedAfter(number: number, fate: Fate): Promise<void> {
    const last = Math.max(1, Math.round(number));
    const { process, ended } = lab.start();
    lab.gate.requests = 0;
    // The last request is done or not; its answer never comes.
    lab.gate.fate = (count) => {
        if (count < last) return "passes";
        process.kill("SIGKILL");
        return count === last ? fate : "cut";
    };
    const { exitCode } = await ended;
    lab.gate.fate = () => "passes";
    if (exitCode === undefined) return;
    await lab.forget();
    await killedAfter(number * 0.9, fate);
}

test("What a killed run left is not taken for what the next one restored", async () => {
    await prepared();
    const { process, ended } = lab.start();
    lab.gate.fate = (number) => {
        if (number === Math.round(whole / 2)) process.kill("SIGKILL");
        return "passes";
    };
    await ended;
    lab.gate.fate = () => "passes";
    await lab.forget();
    // The backup of today is empty: all that is there would be of before.
    lab.velero.manners = { ...goodManners(), objects: [], readiness: "always" };
    const next = await lab.start().ended;
    expect(next.exitCode).toBe(1);
    expect((await lab.recorded())[tier]?.passed).toBe(false);
    expect(await lab.left()).toEqual([]);
});
