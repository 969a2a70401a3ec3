import type { Api } from "../../../sandbox/cluster/api.ts";
import type { KubernetesObject } from "../../../sandbox/cluster/kubernetes-object.ts";
import { zoneLabel } from "../../../sandbox/cluster/nodes.ts";
import { carries } from "../../../sandbox/cluster/placement.ts";

/** Over how many zones the pods of a workload are. */
export interface Spread {
    readonly workload: string;
    readonly replicas: number;
    readonly zones: number;
}

/** Names of the nodes of a zone. */
export async function nodesIn(api: Api, zone: string): Promise<string[]> {
    const nodes = await api.list("v1", "Node");
    return nodes.filter((node) => zoneOf(node) === zone).map(({ metadata }) => metadata.name);
}

/** Pods with a volume in a zone: `namespace/name`. They can run nowhere else. */
export async function podsBoundTo(api: Api, zone: string): Promise<string[]> {
    const volumes = (await api.list("v1", "PersistentVolume")).filter((volume) => zoneOf(volume) === zone);
    const claims = volumes.map(({ spec }) => `${spec.claimRef.namespace}/${spec.claimRef.name}`);
    const pods = await api.list("v1", "Pod");
    return pods
        .filter(({ metadata, spec }) =>
            (spec.volumes ?? []).some((it: { persistentVolumeClaim?: { claimName: string } }) =>
                claims.includes(`${metadata.namespace}/${it.persistentVolumeClaim?.claimName}`),
            ),
        )
        .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

/** Where the pods of each workload of more than one replica are. */
export async function spreadsOf(api: Api): Promise<Spread[]> {
    const [nodes, pods, ...workloads] = await Promise.all([
        api.list("v1", "Node"),
        api.list("v1", "Pod"),
        api.list("apps/v1", "StatefulSet"),
        api.list("apps/v1", "Deployment"),
    ]);
    const zones = new Map(nodes.map((node) => [node.metadata.name, zoneOf(node)]));
    return workloads
        .flat()
        .filter(({ spec }) => spec.replicas > 1)
        .map(({ kind, metadata, spec }) => {
            const own = pods.filter(
                (pod) =>
                    pod.metadata.namespace === metadata.namespace &&
                    carries(pod.metadata.labels, spec.selector.matchLabels),
            );
            return {
                workload: `${kind} ${metadata.namespace}/${metadata.name}`,
                replicas: spec.replicas,
                zones: new Set(own.map((pod) => zones.get(pod.spec.nodeName))).size,
            };
        });
}

const zoneOf = ({ metadata }: KubernetesObject): string | undefined => metadata.labels?.[zoneLabel];
