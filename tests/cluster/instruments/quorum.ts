import type { Api, Change } from "../../../kubernetes/api.ts";
import { isTrue, type KubernetesObject, namespacedName } from "../../../kubernetes/kubernetes-object.ts";
import { owns, quorumOf, replicated, workloadName } from "./workloads.ts";

/** A moment at which too few pods were ready. */
export interface Loss {
    /** Kind and `namespace/name` of the workload or of the budget. */
    readonly what: string;
    /** The worst moment, such as `1 of 3 ready`. */
    readonly why: string;
}

/** A workload of more than one replica, looked on at. */
interface Watched {
    readonly workload: KubernetesObject;
    /** Uids of the pods that are ready now. */
    readonly ready: Set<string>;
    /** Fewest pods that were ready at any moment. */
    fewest: number;
}

interface List {
    readonly metadata: { readonly resourceVersion: string };
    readonly items: readonly KubernetesObject[];
}

/**
 * Looks on while nodes are drained. `stop` gives what had no quorum at any moment since. Budgets must always have what
 * they ask for.
 */
export async function watchQuorum(api: Api): Promise<{ stop(): Promise<Loss[]> }> {
    const watched = (await replicated(api)).map(
        (workload): Watched => ({ workload, ready: new Set(), fewest: workload.spec.replicas }),
    );
    const broken = new Map<string, Loss>();

    const stopping = new AbortController();
    const streams = await Promise.all([
        follow(api, "/api/v1/pods", stopping.signal, (changes) => {
            for (const change of changes) count(watched, change);
            for (const it of watched) it.fewest = Math.min(it.fewest, it.ready.size);
        }),
        follow(api, "/apis/policy/v1/poddisruptionbudgets", stopping.signal, (changes) => {
            for (const { object } of changes) if (isBroken(object)) broken.set(namespacedName(object), lossOf(object));
        }),
    ]);
    return {
        async stop() {
            stopping.abort();
            await Promise.all(streams.map(({ end }) => end));
            const lost = watched.flatMap(({ workload, fewest }) => {
                const { replicas } = workload.spec;
                const why = `${fewest} of ${replicas} ready`;
                return fewest < quorumOf(replicas) ? [{ what: workloadName(workload), why }] : [];
            });
            return [...lost, ...broken.values()];
        },
    };
}

/** Gives what is in a collection, all at once, and from then on each change. */
async function follow(api: Api, path: string, signal: AbortSignal, take: (changes: readonly Change[]) => void) {
    const { metadata, items } = await api.send<List>("GET", path);
    take(items.map((object) => ({ type: "ADDED", object })));
    const stream = async () => {
        for await (const change of api.watch(path, metadata.resourceVersion, signal)) take([change]);
    };
    return { end: stream() };
}

/** A pod that is being deleted gets no more requests: it counts as gone. */
function count(watched: readonly Watched[], { type, object }: Change): void {
    const { uid = "", deletionTimestamp } = object.metadata;
    const isReady = type !== "DELETED" && deletionTimestamp === undefined && isTrue(object, "Ready");
    for (const { workload, ready } of watched) {
        if (!owns(workload, object)) continue;
        if (isReady) ready.add(uid);
        else ready.delete(uid);
    }
}

const isBroken = ({ status }: KubernetesObject): boolean =>
    status?.expectedPods > 0 && status.currentHealthy < status.desiredHealthy;

const lossOf = (budget: KubernetesObject): Loss => ({
    what: `PodDisruptionBudget ${namespacedName(budget)}`,
    why: `${budget.status.currentHealthy} of ${budget.status.desiredHealthy} healthy`,
});
