import { Failure } from "../sandbox/console.ts";
import type { Changes } from "./stacks.ts";

/** A cluster of the pair stands by for the other one, or is the one that serves. */
export type State = "waits" | "leads";

/** What a pair of clusters is told of each other, as docs/disaster-recovery.md says. */
const told: Record<string, { waits: Changes; leads: (restore?: string) => Changes }> = {
    prod: {
        waits: { primaryStack: "organization/production-cluster/dr", standby: { wasPrimary: true } },
        leads: (restore) => ({
            primaryStack: "organization/production-cluster/dr",
            standby: { wasPrimary: true, active: true, ...(restore && { restore }) },
        }),
    },
    dr: {
        waits: {},
        leads: (restore) => ({ standby: { active: true, ...(restore && { restore }) } }),
    },
};

/**
 * Settings of a stack of the pair.
 *
 * @param restore backup that it restores as it takes over. Default: none
 * @param replicaRegion where its backups are copied to. Default: as its file says
 */
export function settingsOf(
    stack: string,
    state: State,
    { restore, replicaRegion }: { restore?: string; replicaRegion?: string },
): Changes {
    const own = told[stack];
    if (!own) throw new Failure(`${stack} is not one of ${Object.keys(told).join(", ")}`);
    return {
        ...(replicaRegion && { backup: { replicaRegion } }),
        ...(state === "waits" ? own.waits : own.leads(restore)),
    };
}
