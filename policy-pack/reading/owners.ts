import type { Inventory } from "../inventory/inventory.ts";
import { once } from "../inventory/once.ts";
import type { Resource } from "../inventory/resource.ts";
import { isHidden } from "../inventory/unknown.ts";

/** Kinds of Kubernetes whose controllers make pods, or what makes pods. */
const owners = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob"];

interface OwnerReference {
    kind?: string;
    name?: string;
    controller?: boolean;
}

interface Metadata {
    name?: string;
    namespace?: string;
    ownerReferences?: OwnerReference[];
}

const nothing: Metadata = {};

/** What can be read by now; only what a cluster holds already has an owner. */
const metadataOf = ({ props }: Resource): Metadata =>
    isHidden(props, "metadata") ? nothing : (props.metadata ?? nothing);

const place = (kind: string | undefined, { namespace = "default" }: Metadata, name: string | undefined) =>
    `${kind} ${namespace}/${name}`;

const placesOf = once((inventory): ReadonlySet<string> => {
    const found = owners.flatMap((kind) =>
        inventory.objects(kind).flatMap((owner) => {
            const metadata = metadataOf(owner);
            return isHidden(metadata, "name") || isHidden(metadata, "namespace")
                ? []
                : [place(kind, metadata, metadata.name)];
        }),
    );
    return new Set(found);
});

/** Whether the controller of an object is there too, as in a dump of a cluster. */
export function isOwned(inventory: Inventory, object: Resource): boolean {
    const metadata = metadataOf(object);
    if (isHidden(metadata, "ownerReferences") || !metadata.ownerReferences) return false;
    const owner = metadata.ownerReferences.find(({ controller }) => controller);
    return owner !== undefined && placesOf(inventory).has(place(owner.kind, metadata, owner.name));
}
