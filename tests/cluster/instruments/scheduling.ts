import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "../../../sandbox/cluster/api.ts";
import type { KubernetesObject } from "../../../sandbox/cluster/kubernetes-object.ts";
import { selects, tolerates } from "../../../sandbox/cluster/placement.ts";
import type { Taint } from "../../../sandbox/cluster/shape.ts";
import { StatusError } from "../../../sandbox/cluster/status-error.ts";

/** A pod and what holds it up, in the words of the scheduler or of the API server. */
export interface Waiting {
    /** `namespace/name`. */
    readonly pod: string;
    readonly why: string;
}

interface Condition {
    readonly type: string;
    readonly status: string;
    readonly reason?: string;
    readonly message?: string;
}

/** The scheduler is asked again until two looks in a row, this many milliseconds apart, show the same. */
const pause = 1_500;

/** Waits until every pod either runs to its end, is ready, or has been refused a place; returns the last. */
export async function settle(api: Api, seconds: number): Promise<Waiting[]> {
    let before: string | undefined;
    return api.until("pods to settle", seconds, async () => {
        const pods = (await api.list("v1", "Pod")).filter(
            ({ status }) => !["Succeeded", "Failed"].includes(status.phase),
        );
        const waiting = pods.filter((pod) => !isReady(pod));
        const now = JSON.stringify(pods.map((pod) => [pod.metadata.uid, isReady(pod)]));
        const settled = waiting.every(isRefusedAPlace) && now === before;
        before = now;
        if (settled) return explain(api, waiting);
        await delay(pause);
        return undefined;
    });
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
        return { pod: nameOf(pod), why: names.length > 0 ? `${message} Not tolerated: ${names.join(", ")}.` : message };
    });
}

/**
 * Empties nodes as `kubectl drain` does: no new pods, and an eviction of each pod but those of DaemonSets, which budgets
 * may refuse; what is refused is tried again. Returns the pods that are still refused after `seconds`.
 */
export async function drain(api: Api, nodes: readonly string[], seconds: number): Promise<Waiting[]> {
    for (const name of nodes) await api.merge(reference(name), { spec: { unschedulable: true } });
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const refused: Waiting[] = [];
        for (const pod of await evictable(api, nodes)) {
            const why = await evict(api, pod);
            if (why) refused.push({ pod: nameOf(pod), why });
        }
        if ((await evictable(api, nodes)).length === 0) return [];
        if (Date.now() > end) return refused;
        await delay(300);
    }
}

/** Lets pods on the nodes again. */
export async function undrain(api: Api, nodes: readonly string[]): Promise<void> {
    for (const name of nodes) await api.merge(reference(name), { spec: { unschedulable: null } });
}

const reference = (name: string) => ({ apiVersion: "v1", kind: "Node", metadata: { name } });

async function evictable(api: Api, nodes: readonly string[]): Promise<KubernetesObject[]> {
    return (await api.list("v1", "Pod")).filter(
        ({ metadata, spec, status }) =>
            nodes.includes(spec.nodeName) &&
            !["Succeeded", "Failed"].includes(status.phase) &&
            !metadata.ownerReferences?.some(({ kind }) => kind === "DaemonSet"),
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

const nameOf = ({ metadata }: KubernetesObject): string => `${metadata.namespace}/${metadata.name}`;

const condition = ({ status }: KubernetesObject, type: string): Condition | undefined =>
    status.conditions?.find((it: Condition) => it.type === type);

const scheduled = (pod: KubernetesObject) => condition(pod, "PodScheduled");
const isReady = (pod: KubernetesObject): boolean => condition(pod, "Ready")?.status === "True";
const isRefusedAPlace = (pod: KubernetesObject): boolean => scheduled(pod)?.reason === "Unschedulable";
