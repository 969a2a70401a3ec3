import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "../../../kubernetes/api.ts";
import { conditionOf, isTrue, type KubernetesObject, namespacedName } from "../../../kubernetes/kubernetes-object.ts";
import { selects, tolerates } from "../../../kubernetes/placement.ts";
import type { Taint } from "../../../kubernetes/shape.ts";
import { StatusError } from "../../../kubernetes/status-error.ts";
import { livePods, owns, workloadName, workloads } from "./workloads.ts";

/** What does not run, and what holds it up in the words of whoever refuses it. */
export interface Waiting {
    /** `namespace/name` of a pod, or kind and `namespace/name` of a workload some of whose pods were never made. */
    readonly what: string;
    readonly why: string;
}

/** The cluster is looked at again until two looks in a row, this many milliseconds apart, show the same. */
const pause = 1_500;

/**
 * Waits until every pod either runs to its end, is ready, or has been refused: a place by the scheduler, or to be made
 * at all by the API server. Returns what was refused.
 */
export async function settle(api: Api, seconds: number): Promise<Waiting[]> {
    const end = Date.now() + seconds * 1000;
    let before: string | undefined;
    for (;;) {
        const pods = await livePods(api);
        const unready = pods.filter((pod) => !isTrue(pod, "Ready"));
        const incomplete = await incompleteOf(api, pods);
        const now = JSON.stringify([
            pods.map((pod) => [pod.metadata.uid, isTrue(pod, "Ready")]),
            incomplete.map(({ what }) => what),
        ]);
        const refused = unready.every(isRefusedAPlace) && incomplete.every(({ why }) => why !== undefined);
        if (refused && now === before) return [...(await explain(api, unready)), ...incomplete.map(known)];
        if (Date.now() > end) {
            const open = [...unready.map(namespacedName), ...incomplete.map(({ what }) => what)];
            throw new Error(`pods did not settle in ${seconds} s: ${open.join(", ")}`);
        }
        before = now;
        await delay(pause);
    }
}

/** The scheduler counts untolerated taints without naming them: the nodes that a pod selects tell which. */
async function explain(api: Api, pods: readonly KubernetesObject[]): Promise<Waiting[]> {
    const nodes = await api.list("v1", "Node");
    return pods.map((pod) => {
        const taints: Taint[] = nodes
            .filter(({ metadata }) => selects(pod, metadata.labels ?? {}))
            .flatMap(({ spec }) => spec.taints ?? [])
            .filter((taint) => !tolerates(pod, [taint]));
        const names = [...new Set(taints.map(({ key, value }) => (value ? `${key}=${value}` : key)))];
        const message = scheduled(pod)?.message ?? "";
        const why = names.length > 0 ? `${message} Not tolerated: ${names.join(", ")}.` : message;
        return { what: namespacedName(pod), why };
    });
}

/** Workloads that lack pods; without a reason where their controller may still be at it. */
async function incompleteOf(api: Api, pods: readonly KubernetesObject[]) {
    const all = await workloads(api, ["Deployment", "StatefulSet", "DaemonSet"]);
    const incomplete = all.filter((workload) => {
        const own = pods.filter((pod) => !pod.metadata.deletionTimestamp && owns(workload, pod));
        return own.length < wanted(workload) && !comesLater(workload, own);
    });
    return Promise.all(
        incomplete.map(async (workload) => ({ what: workloadName(workload), why: await refusalOf(api, workload) })),
    );
}

/** How many pods a workload should have. Infinitely many where its controller has yet to count the nodes. */
function wanted({ metadata, spec, status }: KubernetesObject): number {
    if (status?.observedGeneration !== metadata.generation) return Number.POSITIVE_INFINITY;
    return spec.replicas ?? status.desiredNumberScheduled;
}

/** An ordered set makes no pod before the one before it is ready: that one says what both wait for. */
const comesLater = ({ kind, spec }: KubernetesObject, own: readonly KubernetesObject[]): boolean =>
    kind === "StatefulSet" && spec.podManagementPolicy !== "Parallel" && own.some((pod) => !isTrue(pod, "Ready"));

/** Why the controller of a workload could make no pod. */
async function refusalOf(api: Api, workload: KubernetesObject): Promise<string | undefined> {
    if (workload.kind === "Deployment") return conditionOf(workload, "ReplicaFailure")?.message;
    const { name, namespace } = workload.metadata;
    const fields = ["reason=FailedCreate", `involvedObject.kind=${workload.kind}`, `involvedObject.name=${name}`];
    const events = await api.list("v1", "Event", namespace, `fieldSelector=${fields.join(",")}`);
    return events.at(-1)?.message;
}

const known = ({ what, why = "" }: { what: string; why?: string }): Waiting => ({ what, why });

/**
 * Empties nodes as `kubectl drain` does: no new pods, and an eviction of each pod but those of DaemonSets, which
 * budgets may refuse; what is refused is tried again. Returns the pods that are still there after `seconds`.
 */
export async function drain(api: Api, nodes: readonly string[], seconds: number): Promise<Waiting[]> {
    for (const name of nodes) await api.merge(reference(name), { spec: { unschedulable: true } });
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const refusals = new Map<string, string>();
        for (const pod of await evictable(api, nodes)) {
            const why = await evict(api, pod);
            if (why) refusals.set(namespacedName(pod), why);
        }
        const left = (await evictable(api, nodes)).map(namespacedName);
        if (left.length === 0 || Date.now() > end) {
            return left.map((what) => ({ what, why: refusals.get(what) ?? "its eviction was accepted, and it stays" }));
        }
        await delay(300);
    }
}

/** Lets pods on the nodes again. */
export async function undrain(api: Api, nodes: readonly string[]): Promise<void> {
    for (const name of nodes) await api.merge(reference(name), { spec: { unschedulable: null } });
}

const reference = (name: string) => ({ apiVersion: "v1", kind: "Node", metadata: { name } });

async function evictable(api: Api, nodes: readonly string[]): Promise<KubernetesObject[]> {
    return (await livePods(api)).filter(
        ({ metadata, spec }) =>
            nodes.includes(spec.nodeName) && !metadata.ownerReferences?.some(({ kind }) => kind === "DaemonSet"),
    );
}

/** Why the eviction is refused, or undefined where it is not. */
async function evict(api: Api, { metadata: { name, namespace } }: KubernetesObject): Promise<string | undefined> {
    try {
        const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
        await api.send("POST", path, { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } });
        return undefined;
    } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        if (error.code === 404) return undefined;
        return error.message;
    }
}

const scheduled = (pod: KubernetesObject) => conditionOf(pod, "PodScheduled");
const isRefusedAPlace = (pod: KubernetesObject): boolean => scheduled(pod)?.reason === "Unschedulable";
