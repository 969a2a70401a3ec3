import { evaluate } from "../policy-pack/evaluate.ts";
import { largeInventory } from "./large-stack.ts";
import { medians, show } from "./measure.ts";

/**
 * All rules over a small and a large stack: whether the time of a resource stays the same, and what memory it takes.
 */
const small = 1_000;
const large = 10_000;

const judged = (size: number) => () => {
    const { counts } = evaluate(largeInventory(size));
    if (counts.resources !== size) throw new Error(`${counts.resources} resources were judged`);
};

const times = await medians({ small: judged(small), large: judged(large) });
show("Policy pack: all rules, inventory included", [
    { what: `a resource of ${small}`, measured: times.small / small, unit: "ms" },
    { what: `a resource of ${large}`, measured: times.large / large, unit: "ms", bound: 1 },
    {
        what: "time a resource, large to small",
        measured: times.large / large / (times.small / small),
        unit: "times",
        bound: 1.5,
    },
    { what: "memory, resident at most", measured: process.resourceUsage().maxRSS / 1024, unit: "MB", bound: 512 },
]);
