import { Failure } from "../sandbox/console.ts";
import { settingsOf as fileOf } from "../sandbox/engine/stack-files.ts";
import { image } from "./restore-test.ts";
import type { Changes } from "./stacks.ts";
import { registry } from "./workload.ts";

/** A cluster of the pair stands by for the other one, or is the one that serves; the first one knows of no other. */
export type State = "alone" | "waits" | "leads";

/** What a pair of clusters is told of each other, as docs/disaster-recovery.md says. */
const told: Record<string, { region: string; standsBy: Changes; standby: object }> = {
    prod: {
        region: "eu-west-1",
        standsBy: { primaryStack: "organization/production-cluster/dr" },
        standby: { wasPrimary: true, imageRegistries: { [registry("eu-central-1")]: registry("eu-west-1") } },
    },
    dr: {
        region: "eu-central-1",
        standsBy: {},
        standby: { imageRegistries: { [registry("eu-west-1")]: registry("eu-central-1") } },
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
    const backup = {
        ...(fileOf(stack).config?.["production-cluster:backup"] as object),
        restoreTest: { image: image(registry(own.region)) },
        ...(replicaRegion && { replicaRegion }),
    };
    if (state === "alone") return { backup };
    const active = state === "leads" && { active: true, ...(restore && { restore }) };
    return { backup, ...own.standsBy, standby: { ...own.standby, ...active } };
}
