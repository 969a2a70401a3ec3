import { z } from "zod";
import type { Reading } from "./reading.ts";
import { engineRecord, owned, stackName, toResource } from "./record.ts";

const resources = z.object({ resources: z.array(engineRecord).nullish() });

/** `pulumi stack export`, and the checkpoint file that a backend keeps. */
export const state = z.union([
    z.object({ deployment: resources }).transform(({ deployment }) => deployment),
    z.object({ checkpoint: z.object({ latest: resources }) }).transform(({ checkpoint }) => checkpoint.latest),
]);

export function readState(content: z.output<typeof state>): Reading {
    const entries = content.resources ?? [];
    return {
        kind: "state",
        name: stackName(entries),
        resources: entries.filter(owned).map(toResource),
        notes: [],
    };
}
