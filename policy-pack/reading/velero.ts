import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { isHidden } from "../inventory/unknown.ts";
import { ownObjects, releasesOf } from "./installed.ts";
import type { Selector } from "./label-selectors.ts";

/** Charts of Velero, whoever installs them. */
const releases = (inventory: Inventory) => releasesOf(inventory, "velero");

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
        snapshotMoveData?: boolean;
    };
}

/** Namespaces that Velero itself is in: `velero`, as its manual has it, where they are not known. */
export function namespacesOf(inventory: Inventory): readonly string[] {
    const known = releases(inventory).flatMap(({ resource: { props } }) =>
        isHidden(props, "namespace") || !props.namespace ? [] : [String(props.namespace)],
    );
    return known.length > 0 ? known : ["velero"];
}

export function schedulesOf(inventory: Inventory): readonly Schedule[] {
    const objects = inventory.objects("Schedule", "velero.io").map(({ props }): Schedule => props.spec ?? {});
    const values = releases(inventory).map((release) => release.value("schedules", {}) as Record<string, Schedule>);
    return [...objects, ...values.flatMap((schedules) => Object.values(schedules))];
}

interface Location {
    bucket?: string;
    accessMode?: string;
}

/** Backup locations in the chart's values, which were a map before they were a list. */
export const locations = (value: unknown): Location[] => (Array.isArray(value) ? value : Object.values(value ?? {}));

export const isBucket = ({ type }: Resource): boolean =>
    ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"].includes(type);

/** Where Velero keeps backups, as objects that its chart does not bring. */
export const locationObjects = (inventory: Inventory): readonly Resource[] =>
    ownObjects(inventory, "velero", "BackupStorageLocation", "velero.io");

/** Whether Velero reads backups that it may not write: those of another cluster. */
export const readsOfOthers = (inventory: Inventory): boolean =>
    [
        ...releases(inventory).flatMap((release) =>
            locations(release.value("configuration.backupStorageLocation", [])),
        ),
        ...locationObjects(inventory).map(({ props }): Location => props.spec ?? {}),
    ].some(({ accessMode }) => accessMode === "ReadOnly");

/** What says where backups are kept: charts of Velero, and objects. */
export const keepers = (inventory: Inventory): readonly Resource[] => [
    ...new Set(releases(inventory).map(({ resource }) => resource)),
    ...locationObjects(inventory),
];

/** Buckets of the stack that backups are kept in: what a keeper's inputs are made from, or name. */
export function bucketsOf(inventory: Inventory, keeper: Resource): readonly Resource[] {
    const release = inventory.release(keeper);
    const made = inventory.sources(keeper, keeper.type.includes(":helm.sh/") ? "values" : "spec").filter(isBucket);
    if (made.length > 0) return made;
    const named = release
        ? locations(release.value("configuration.backupStorageLocation", []))
        : [keeper.props.spec?.objectStorage ?? {}];
    const names = named.map(({ bucket }: Location) => bucket);
    return inventory.resources.filter(isBucket).filter(({ props: { bucket } }) => bucket && names.includes(bucket));
}
