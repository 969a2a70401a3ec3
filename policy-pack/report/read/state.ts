import { z } from "zod";
import type { Reading } from "./reading.ts";
import { engineRecord, stackName, toResource } from "./record.ts";

const resources = z.object({ resources: z.array(engineRecord).nullish() });

/** `pulumi stack export`, or the checkpoint file that a backend keeps. */
export const state = z.object({
    deployment: resources.nullish(),
    checkpoint: z.object({ latest: resources.nullish() }).optional(),
});

export function readState({ deployment, checkpoint }: z.output<typeof state>): Reading {
    const entries = (deployment ?? checkpoint?.latest)?.resources ?? [];
    return {
        kind: "state",
        name: stackName(entries),
        resources: entries.filter((entry) => !entry.delete).map(toResource),
        notes: [],
    };
}
