import { z } from "zod";
import { WrongUse } from "../wrong-use.ts";
import type { Reading } from "./reading.ts";
import { engineRecord, stackName, toResource } from "./record.ts";

/** `pulumi preview --json`: the step of each resource that changes, of all with `--show-sames`. */
export const plan = z.object({
    steps: z.array(z.object({ op: z.string(), urn: z.string(), newState: engineRecord.optional() })),
    changeSummary: z.record(z.string(), z.number()).optional(),
});

/** Steps whose resource is gone after the update. */
const removals = /^(delete|discard|remove)/;

/**
 * The resources as they will be.
 * @throws WrongUse where the plan hides the resources that stay as they are: they would count as absent.
 */
export function readPlan({ steps, changeSummary }: z.output<typeof plan>): Reading {
    const shown = steps.filter(({ op }) => op === "same").length;
    const same = changeSummary?.same ?? 0;
    if (shown < same) {
        throw new WrongUse(
            `the plan hides ${same - shown} of ${same} unchanged resources, so nothing could be said of the whole; ` +
                "make it with `pulumi preview --json --show-sames`",
        );
    }
    const remaining = steps.filter(({ op }) => !removals.test(op)).flatMap(({ newState }) => newState ?? []);
    const byUrn = new Map(remaining.map((entry) => [entry.urn, entry]));
    const entries = [...byUrn.values()];
    return { kind: "plan", name: stackName(entries), resources: entries.map(toResource), notes: [] };
}
