import type { Api } from "./api.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { zoneLabel } from "./nodes.ts";
import type { Shape } from "./shape.ts";

/** Driver of every volume: a provisioner's name, such as `rancher.io/local-path`, need not be that of a driver. */
const driver = "ebs.csi.aws.com";

/** A class whose volumes somebody makes by hand. */
const byHand = "kubernetes.io/no-provisioner";

/** Gives PersistentVolumeClaims a volume that exists in one zone, as EBS does, and removes it with the claim. */
export async function provideVolumes(api: Api, { zones }: Pick<Shape, "zones">): Promise<void> {
    const [claims, volumes] = await Promise.all([
        api.list("v1", "PersistentVolumeClaim"),
        api.list("v1", "PersistentVolume"),
    ]);
    const names = new Set(volumes.map(({ metadata }) => metadata.name));
    for (const claim of claims) {
        if (!claim.spec.volumeName && !names.has(volumeName(claim))) await provide(api, zones, claim);
    }
    for (const volume of volumes) {
        const released = volume.status?.phase === "Released";
        if (released && volume.spec.persistentVolumeReclaimPolicy === "Delete") await api.remove(volume);
    }
}

/** A class that waits for the first consumer is told the node by the scheduler; the others get any zone. */
async function provide(api: Api, zones: readonly string[], claim: KubernetesObject): Promise<void> {
    const name = claim.spec.storageClassName;
    // A claim that says which volume it wants waits for that one: no driver makes one by labels.
    if (!name || claim.spec.selector) return;
    const storageClass = await api.get({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name } });
    if (!storageClass || storageClass.provisioner === byHand) return;
    const zone =
        storageClass.volumeBindingMode === "WaitForFirstConsumer"
            ? await zoneOf(api, claim.metadata.annotations?.["volume.kubernetes.io/selected-node"])
            : zones[0];
    if (zone) await api.create(volume(claim, storageClass, zone));
}

async function zoneOf(api: Api, name: string | undefined): Promise<string | undefined> {
    const node = name && (await api.get({ apiVersion: "v1", kind: "Node", metadata: { name } }));
    return node ? node.metadata.labels?.[zoneLabel] : undefined;
}

/** Names of the claims that a pod mounts. */
export const claimsOf = ({ spec }: KubernetesObject): string[] =>
    (spec.volumes ?? []).flatMap(
        (it: { persistentVolumeClaim?: { claimName: string } }) => it.persistentVolumeClaim?.claimName ?? [],
    );

const volumeName = ({ metadata }: KubernetesObject): string => `pvc-${metadata.uid}`;

const volume = (claim: KubernetesObject, storageClass: KubernetesObject, zone: string): KubernetesObject => ({
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: volumeName(claim), labels: { [zoneLabel]: zone } },
    spec: {
        capacity: { storage: claim.spec.resources.requests.storage },
        accessModes: claim.spec.accessModes,
        volumeMode: claim.spec.volumeMode,
        storageClassName: storageClass.metadata.name,
        persistentVolumeReclaimPolicy: storageClass.reclaimPolicy,
        csi: { driver, volumeHandle: `vol-${claim.metadata.uid}` },
        claimRef: {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            name: claim.metadata.name,
            namespace: claim.metadata.namespace,
            uid: claim.metadata.uid,
        },
        nodeAffinity: {
            required: {
                nodeSelectorTerms: [{ matchExpressions: [{ key: zoneLabel, operator: "In", values: [zone] }] }],
            },
        },
    },
});
