import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Api } from "../kubernetes/api.ts";
import type { KubernetesObject } from "../kubernetes/kubernetes-object.ts";

const version = "snapshot.storage.k8s.io/v1";
const driver = "ebs.csi.aws.com";

const content = (name: string) => ({ apiVersion: version, kind: "VolumeSnapshotContent", metadata: { name } });

/**
 * EBS, its driver and the controller of snapshots: a volume is a folder, a snapshot a copy of it, and a volume of a
 * snapshot a copy of that.
 */
export class Volumes {
    readonly #api: Api;
    readonly #folder: string;

    constructor(api: Api, folder: string) {
        this.#api = api;
        this.#folder = folder;
    }

    /** The folder of a claim's volume; undefined where it has none yet. */
    async mount(namespace: string, name: string): Promise<string | undefined> {
        const claim = await this.#api.get({
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            metadata: { namespace, name },
        });
        const volume = claim?.spec.volumeName && (await this.#volume(claim.spec.volumeName));
        if (!claim || !volume) return undefined;
        const path = this.#path("volumes", volume.spec.csi.volumeHandle);
        if (existsSync(path)) return path;
        if (claim.spec.dataSource?.kind !== "VolumeSnapshot") {
            mkdirSync(path, { recursive: true });
            return path;
        }
        const handle = await this.#handleOf(namespace, claim.spec.dataSource.name);
        if (!handle) return undefined;
        cpSync(this.#path("snapshots", handle), path, { recursive: true, preserveTimestamps: true });
        return path;
    }

    /** Takes snapshots that are asked for, and lets contents go whose snapshot is gone. */
    async reconcile(): Promise<void> {
        if (!(await this.#api.serves({ apiVersion: version, kind: "VolumeSnapshot" }))) return;
        const snapshots = await this.#api.list(version, "VolumeSnapshot");
        const contents = await this.#api.list(version, "VolumeSnapshotContent");
        for (const snapshot of snapshots) if (!snapshot.status?.readyToUse) await this.#take(snapshot);
        for (const each of contents) {
            const { namespace, name } = each.spec.volumeSnapshotRef;
            const there = snapshots.some(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
            if (!there && each.spec.deletionPolicy === "Delete") await this.#api.remove(each);
        }
    }

    async #take(snapshot: KubernetesObject): Promise<void> {
        const { uid = "", namespace = "", name } = snapshot.metadata;
        const { persistentVolumeClaimName, volumeSnapshotContentName } = snapshot.spec.source;
        const bound = volumeSnapshotContentName ?? `snapcontent-${uid}`;
        const given = volumeSnapshotContentName && (await this.#api.get(content(volumeSnapshotContentName)));
        if (volumeSnapshotContentName && !given) return;
        const handle = given ? given.spec.source.snapshotHandle : `snap-${uid}`;
        let size = "1Gi";
        if (!given) {
            const source = await this.mount(namespace, persistentVolumeClaimName);
            const claim = await this.#api.get({
                apiVersion: "v1",
                kind: "PersistentVolumeClaim",
                metadata: { namespace, name: persistentVolumeClaimName },
            });
            if (!source || !claim) return;
            cpSync(source, this.#path("snapshots", handle), { recursive: true, preserveTimestamps: true });
            size = claim.spec.resources.requests.storage;
            const volume = await this.#volume(claim.spec.volumeName);
            await this.#api.create({
                ...content(bound),
                spec: {
                    driver,
                    deletionPolicy: "Delete",
                    source: { volumeHandle: volume?.spec.csi.volumeHandle },
                    volumeSnapshotClassName: snapshot.spec.volumeSnapshotClassName,
                    volumeSnapshotRef: { apiVersion: version, kind: "VolumeSnapshot", namespace, name, uid },
                },
            });
        }
        await this.#api.merge(content(bound), { status: { readyToUse: true, snapshotHandle: handle } });
        const creationTime = new Date().toISOString().replace(/\.\d+/, "");
        const status = { boundVolumeSnapshotContentName: bound, readyToUse: true, restoreSize: size, creationTime };
        await this.#api.merge(snapshot, { status });
    }

    async #handleOf(namespace: string, name: string): Promise<string | undefined> {
        const snapshot = await this.#api.get({
            apiVersion: version,
            kind: "VolumeSnapshot",
            metadata: { namespace, name },
        });
        const bound = snapshot?.status?.boundVolumeSnapshotContentName;
        return bound && (await this.#api.get(content(bound)))?.status?.snapshotHandle;
    }

    #volume = (name: string) => this.#api.get({ apiVersion: "v1", kind: "PersistentVolume", metadata: { name } });

    #path = (kind: string, handle: string): string => join(this.#folder, kind, handle);
}
