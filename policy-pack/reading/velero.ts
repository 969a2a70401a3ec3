import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { releasesOf } from "./candidates.ts";
import type { Selector } from "./relations.ts";

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
        includedResources?: string[];
        excludedResources?: string[];
        excludedNamespaceScopedResources?: string[];
        includedNamespaceScopedResources?: string[];
        labelSelector?: Selector;
        orLabelSelectors?: Selector[];
        snapshotVolumes?: boolean;
        defaultVolumesToFsBackup?: boolean;
    };
}

export function schedulesOf(inventory: Inventory): readonly Schedule[] {
    const objects = inventory.objects("Schedule", "velero.io").map(({ props }): Schedule => props.spec ?? {});
    const values = velero(inventory).map((release) => release.value("schedules", {}) as Record<string, Schedule>);
    return [...objects, ...values.flatMap((schedules) => Object.values(schedules))];
}

interface Location {
    bucket?: string;
}

/** Backup locations in the chart's values, which were a map before they were a list. */
export const locations = (value: unknown): Location[] => (Array.isArray(value) ? value : Object.values(value ?? {}));

export const isBucket = ({ type }: Resource): boolean =>
    ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"].includes(type);

/** Buckets of the stack that a release of Velero writes to: what its values are made from, or name. */
export function bucketsOf(inventory: Inventory, release: Resource): readonly Resource[] {
    const made = inventory.sources(release, "values").filter(isBucket);
    if (made.length > 0) return made;
    const names = locations(release.props.values?.configuration?.backupStorageLocation).map(({ bucket }) => bucket);
    return inventory.resources.filter(isBucket).filter(({ props: { bucket } }) => bucket && names.includes(bucket));
}
