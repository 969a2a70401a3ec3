import type { Inventory } from "../inventory.ts";
import { releasesOf } from "./presence.ts";

/** Releases of Velero. */
export const velero = (inventory: Inventory) => releasesOf(inventory, "velero");

/** What a Velero Schedule says, as an object of its own or in the values of the chart. */
export interface Schedule {
    schedule?: string;
    paused?: boolean;
    disabled?: boolean;
    template?: {
        ttl?: string;
        includedNamespaces?: string[];
        excludedNamespaces?: string[];
        snapshotVolumes?: boolean;
        defaultVolumesToFsBackup?: boolean;
    };
}

export function schedulesOf(inventory: Inventory): readonly Schedule[] {
    const objects = inventory.objects("Schedule", "velero.io").map(({ props }): Schedule => props.spec ?? {});
    const values = velero(inventory).map((release) => release.value("schedules", {}) as Record<string, Schedule>);
    return [...objects, ...values.flatMap((schedules) => Object.values(schedules))];
}
