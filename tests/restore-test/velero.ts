import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "../../kubernetes/api.ts";
import type { KubernetesObject } from "../../kubernetes/kubernetes-object.ts";
import { StatusError } from "../../kubernetes/status-error.ts";

/** How this Velero does a restore. */
export interface Manners {
    /** Objects of the backup; those of the canary, as they are installed. */
    objects: KubernetesObject[];
    /** What it says of a restore at its end. Default: completed, without errors. `undefined` never ends. */
    status?: { phase: string; errors?: number; warnings?: number } | undefined;
    /** Whether the pods become ready: as their probe says, always, or never. */
    readiness: "probe" | "always" | "never";
    /** Whether secrets of the store are synced. */
    synced: boolean;
}

const finalizer = "restores.velero.io/external-resources-finalizer";
const restores = { apiVersion: "velero.io/v1", kind: "Restore" };
const namespace = "velero";
const scratch = "restore-scratch";

/**
 * Stands in for Velero's server, the storage driver, external-secrets and the kubelets: what a restore of the canary
 * consists of is applied to the real API server, whose own controllers do the rest.
 */
export class VeleroDouble {
    manners: Manners;
    readonly #api: Api;
    /** Address of a canary that serves what is restored. */
    readonly #canary: { host: string; port: number };
    #stopped = false;
    #running: Promise<void> | undefined;

    constructor(api: Api, canary: { host: string; port: number }, manners: Manners) {
        this.#api = api;
        this.#canary = canary;
        this.manners = manners;
    }

    start(): void {
        this.#running = this.#run();
    }

    async stop(): Promise<void> {
        this.#stopped = true;
        await this.#running;
    }

    async #run(): Promise<void> {
        while (!this.#stopped) {
            try {
                await this.#look();
            } catch (error) {
                // What changes between two requests is looked at again.
                if (!(error instanceof StatusError)) throw error;
            }
            await delay(50);
        }
    }

    async #look(): Promise<void> {
        for (const restore of await this.#api.list("velero.io/v1", "Restore", namespace)) await this.#restore(restore);
        await this.#kubelet();
        await this.#externalSecrets();
        await this.#driver();
    }

    async #restore(restore: KubernetesObject): Promise<void> {
        const { finalizers = [], deletionTimestamp } = restore.metadata;
        if (deletionTimestamp) {
            if (finalizers.length > 0) await this.#api.merge(restore, { metadata: { finalizers: null } });
            return;
        }
        if (restore.status?.phase === undefined) {
            await this.#api.merge(restore, { metadata: { finalizers: [finalizer] }, status: { phase: "InProgress" } });
            await this.#apply(restore);
            return;
        }
        const { status } = this.manners;
        if (restore.status.phase !== "InProgress" || !status) return;
        if (this.manners.readiness !== "never" && !(await this.#anyReady())) return;
        await this.#api.merge({ ...restores, metadata: restore.metadata }, { status });
    }

    async #apply({ spec }: KubernetesObject): Promise<void> {
        const to = Object.values(spec.namespaceMapping)[0] as string;
        const wanted = Object.entries(spec.labelSelector.matchLabels);
        for (const object of this.manners.objects) {
            const { name, labels = {}, annotations } = object.metadata;
            if (!wanted.every(([key, value]) => labels[key] === value)) continue;
            await this.#api.apply({ ...object, metadata: { name, labels, annotations, namespace: to } });
        }
    }

    async #pods(): Promise<KubernetesObject[]> {
        return this.#api.list("v1", "Pod", scratch);
    }

    async #anyReady(): Promise<boolean> {
        return (await this.#pods()).some((pod) => pod.status?.phase === "Running");
    }

    async #kubelet(): Promise<void> {
        const { host, port } = this.#canary;
        for (const pod of await this.#pods()) {
            const probed = await fetch(`http://${host}:${port}/readyz`).then(
                ({ ok }) => ok,
                () => false,
            );
            const ready = { probe: probed, always: true, never: false }[this.manners.readiness];
            const status = ready ? "True" : "False";
            if (pod.status?.podIP && pod.status.conditions?.find(isReady)?.status === status) continue;
            await this.#api.mergeStatus(pod, {
                phase: "Running",
                podIP: host,
                podIPs: [{ ip: host }],
                conditions: [{ type: "Ready", status }],
            });
        }
    }

    async #externalSecrets(): Promise<void> {
        for (const secret of await this.#api.list("external-secrets.io/v1", "ExternalSecret", scratch)) {
            const status = this.manners.synced ? "True" : "False";
            if (secret.status?.conditions?.[0]?.status !== status)
                await this.#api.merge(secret, { status: { conditions: [{ type: "Ready", status }] } });
        }
    }

    /** Every claim gets a volume of a class that keeps it; one that may go goes with its claim. */
    async #driver(): Promise<void> {
        const volumes = await this.#api.list("v1", "PersistentVolume");
        for (const claim of await this.#api.list("v1", "PersistentVolumeClaim", scratch)) {
            const name = `pvc-${claim.metadata.uid}`;
            if (!volumes.some(({ metadata }) => metadata.name === name)) await this.#api.create(volume(name, claim));
        }
        for (const each of volumes) {
            const { phase } = each.status ?? {};
            if (phase === "Released" && each.spec.persistentVolumeReclaimPolicy === "Delete")
                await this.#api.remove(each);
        }
    }
}

const isReady = ({ type }: { type: string }): boolean => type === "Ready";

const volume = (name: string, claim: KubernetesObject): KubernetesObject => ({
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: {
        capacity: claim.spec.resources.requests,
        accessModes: claim.spec.accessModes,
        storageClassName: claim.spec.storageClassName,
        persistentVolumeReclaimPolicy: "Retain",
        csi: { driver: "ebs.csi.aws.com", volumeHandle: name },
        claimRef: {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            name: claim.metadata.name,
            namespace: claim.metadata.namespace,
            uid: claim.metadata.uid,
        },
    },
});
