import type { Api } from "../kubernetes/api.ts";
import type { KubernetesObject } from "../kubernetes/kubernetes-object.ts";
import { StatusError } from "../kubernetes/status-error.ts";
import { until } from "../kubernetes/until.ts";
import { say } from "../sandbox/console.ts";
import { holds } from "./evidence.ts";
import type { Record } from "./records.ts";
import type { Region } from "./region.ts";
import type { Evidence } from "./steps.ts";
import { namespace as velero } from "./velero.ts";
import * as workload from "./workload.ts";

/** Seconds that Velero may take for a backup or a location. */
export const patience = 900;

/** An object of Velero. */
export const named = (kind: string, name: string) => ({
    apiVersion: "velero.io/v1",
    kind,
    metadata: { name, namespace: velero },
});

export async function veleroRuns(region: Region, location: string): Promise<Evidence> {
    const { api } = region.cluster;
    const phase = await until(`the location ${location} to be available`, patience, async () => {
        const found = await api.get(named("BackupStorageLocation", location));
        return found?.status?.phase === "Available" && found.status.phase;
    });
    return holds(`Velero reaches its location ${location}`, phase === "Available", phase);
}

export async function imagesAreOf(region: Region): Promise<Evidence> {
    const set = await region.cluster.api.get({
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: { name: workload.namespace, namespace: workload.namespace },
    });
    const image: string = set?.spec.template.spec.containers[0].image ?? "";
    return holds("its image is of the registry here", image.startsWith(workload.registry(region.name)), image);
}

/** Of somebody with all rights, in a namespace of their own. */
const claim: KubernetesObject = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "somebody", namespace: "somebody" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
};

/** What the API server says to somebody who asks for a volume; undefined where it is admitted. */
export async function asksForVolume(api: Api): Promise<string | undefined> {
    await api.apply(workload.namespaceOf(claim.metadata.namespace ?? ""));
    try {
        await api.create(claim, { dryRun: true });
        return undefined;
    } catch (error) {
        if (error instanceof StatusError) return error.message;
        throw error;
    }
}

/** What the workload of a region serves, when it is so many records. */
export async function recordsIn(region: Region, count: number): Promise<Record[]> {
    say(`  waiting for ${count} records in ${region.stack}`);
    return until(`${count} records in ${region.stack}`, patience, async () => {
        const records = await workload.served(region.workloadPort);
        return records !== undefined && records.length >= count && records;
    });
}
