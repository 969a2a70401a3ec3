import type { Api, Change } from "../../../sandbox/cluster/api.ts";
import type { KubernetesObject } from "../../../sandbox/cluster/kubernetes-object.ts";
import { carries } from "../../../sandbox/cluster/placement.ts";

/** A moment at which too few pods were ready. */
export interface Loss {
    /** Kind and `namespace/name` of the workload or of the budget. */
    readonly what: string;
    /** The worst moment, such as `1 of 3 ready`. */
    readonly why: string;
}

/** A workload of more than one replica. */
interface Workload {
    readonly what: string;
    readonly namespace: string | undefined;
    readonly labels: Readonly<Record<string, string>>;
    readonly replicas: number;
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
 * Looks on while nodes are drained. `stop` gives what had no quorum at any moment since: of three or more replicas more
 * than half must be ready, of two at least one; one alone has no quorum to lose. Budgets must always have what they ask for.
 */
export async function watchQuorum(api: Api): Promise<{ stop(): Promise<Loss[]> }> {
    const sets = await api.list("apps/v1", "StatefulSet");
    const deployments = await api.list("apps/v1", "Deployment");
    const workloads = [...sets, ...deployments].filter(({ spec }) => spec.replicas > 1).map(workload);
    const broken = new Map<string, Loss>();

    const stopping = new AbortController();
    const streams = await Promise.all([
        follow(api, "/api/v1/pods", stopping.signal, (changes) => {
            for (const change of changes) count(workloads, change);
            for (const it of workloads) it.fewest = Math.min(it.fewest, it.ready.size);
        }),
        follow(api, "/apis/policy/v1/poddisruptionbudgets", stopping.signal, (changes) => {
            for (const { object } of changes) if (isBroken(object)) broken.set(nameOf(object), lossOf(object));
        }),
    ]);
    return {
        async stop() {
            stopping.abort();
            await Promise.all(streams.map(({ end }) => end));
            const lost = workloads.filter(({ fewest, replicas }) => fewest < quorum(replicas));
            return [
                ...lost.map(({ what, fewest, replicas }) => ({ what, why: `${fewest} of ${replicas} ready` })),
                ...broken.values(),
            ];
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

/** Fewest replicas that are a quorum. */
const quorum = (replicas: number): number => (replicas > 2 ? Math.floor(replicas / 2) + 1 : 1);

const workload = ({ kind, metadata, spec }: KubernetesObject): Workload => ({
    what: `${kind} ${metadata.namespace}/${metadata.name}`,
    namespace: metadata.namespace,
    labels: spec.selector.matchLabels,
    replicas: spec.replicas,
    ready: new Set(),
    fewest: spec.replicas,
});

/** A pod that is being deleted gets no more requests: it counts as gone. */
function count(workloads: readonly Workload[], { type, object: { metadata, status } }: Change): void {
    const ready =
        type !== "DELETED" &&
        metadata.deletionTimestamp === undefined &&
        status.conditions?.some((it: { type: string; status: string }) => it.type === "Ready" && it.status === "True");
    for (const { namespace, labels, ready: set } of workloads) {
        if (namespace !== metadata.namespace) continue;
        if (!carries(metadata.labels, labels)) continue;
        if (ready) set.add(metadata.uid ?? "");
        else set.delete(metadata.uid ?? "");
    }
}

const nameOf = ({ metadata }: KubernetesObject): string => `PodDisruptionBudget ${metadata.namespace}/${metadata.name}`;

const isBroken = ({ status }: KubernetesObject): boolean =>
    status?.expectedPods > 0 && status.currentHealthy < status.desiredHealthy;

const lossOf = (budget: KubernetesObject): Loss => ({
    what: nameOf(budget),
    why: `${budget.status.currentHealthy} of ${budget.status.desiredHealthy} healthy`,
});
