import type { Api } from "./api.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import { zoneLabel } from "./nodes.ts";
import type { Shape } from "./shape.ts";

/** Gives PersistentVolumeClaims a volume that exists in one zone, as EBS does, and removes it with the claim. */
export class Volumes {
    readonly #api: Api;
    readonly #zones: readonly string[];

    constructor(api: Api, { zones }: Shape) {
        this.#api = api;
        this.#zones = zones;
    }

    async reconcile(): Promise<void> {
        const [claims, volumes] = await Promise.all([
            this.#api.list("v1", "PersistentVolumeClaim"),
            this.#api.list("v1", "PersistentVolume"),
        ]);
        const names = new Set(volumes.map(({ metadata }) => metadata.name));
        for (const claim of claims) {
            if (claim.spec.volumeName || names.has(volumeName(claim))) continue;
            await this.#provide(claim);
        }
        for (const volume of volumes) {
            const released = volume.status?.phase === "Released";
            if (released && volume.spec.persistentVolumeReclaimPolicy === "Delete") await this.#api.remove(volume);
        }
    }

    /** A class that waits for the first consumer is told the node by the scheduler; the others get any zone. */
    async #provide(claim: KubernetesObject): Promise<void> {
        const name = claim.spec.storageClassName;
        if (!name) return;
        const reference = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name } };
        const storageClass = await this.#api.get(reference);
        if (!storageClass) return;
        const zone =
            storageClass.volumeBindingMode === "WaitForFirstConsumer"
                ? await this.#zoneOf(claim.metadata.annotations?.["volume.kubernetes.io/selected-node"])
                : this.#zones[0];
        if (zone) await this.#api.create(volume(claim, storageClass, zone));
    }

    async #zoneOf(node: string | undefined): Promise<string | undefined> {
        if (!node) return undefined;
        const found = await this.#api.get({ apiVersion: "v1", kind: "Node", metadata: { name: node } });
        return found?.metadata.labels?.[zoneLabel];
    }
}

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
        csi: { driver: storageClass.provisioner, volumeHandle: `vol-${claim.metadata.uid}` },
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
