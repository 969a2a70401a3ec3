import type { Api } from "./api.ts";
import { capacityOf } from "./instance-types.ts";
import { conditionOf, type KubernetesObject } from "./kubernetes-object.ts";
import { type Machine, node } from "./nodes.ts";
import { selects, selectsNode, tolerates } from "./placement.ts";
import { add, type Requests, requestsOf } from "./pod-requests.ts";
import type { NodePool, Shape } from "./shape.ts";
import { claimsOf } from "./volumes.ts";

/** Room that every new machine leaves for what runs on each of them. */
const daemons: Requests = { cpu: 0.5, memory: 1024 ** 3 };

interface Addition {
    readonly machine: Machine;
    readonly pool: string;
}

/**
 * Adds a machine for a pod that the scheduler finds no place for, and never takes one away. The rule:
 * - the first pool whose taints the pod tolerates and whose labels it selects;
 * - a zone that the pod's selectors and volumes allow and that is not lost: the one with the fewest of its machines;
 * - the first of the pool's types that holds the pod and 0.5 CPU and 1 GiB for what runs on each node;
 * - within the pool's CPU limit;
 * - one machine a pass, and one a zone for the same pod: a pod that three of them do not help, none will.
 */
export class NodePools {
    readonly #api: Api;
    readonly #shape: Shape;
    readonly #added: Addition[] = [];
    /** Zones that no machine can be had in: they are lost. */
    readonly lostZones = new Set<string>();
    /** Zones that a machine was added in, by pod. */
    readonly #helped = new Map<string, Set<string>>();

    constructor(api: Api, shape: Shape) {
        this.#api = api;
        this.#shape = shape;
    }

    /** The machines added so far. */
    get added(): readonly Machine[] {
        return this.#added.map(({ machine }) => machine);
    }

    async reconcile(): Promise<void> {
        if (this.#shape.pools.length === 0) return;
        const pods = await this.#api.list("v1", "Pod", undefined, "fieldSelector=spec.nodeName=");
        for (const pod of pods.filter(isUnschedulable)) {
            const found = await this.#machineFor(pod);
            if (!found) continue;
            const { machine, pool } = found;
            await this.#api.create(node(machine, this.#shape));
            // Only now: what the API server refused has helped nobody, and is tried again.
            this.#added.push({ machine, pool });
            this.#helped.set(pod.metadata.uid ?? "", this.#helpedIn(pod).add(machine.zone));
            return;
        }
    }

    async #machineFor(pod: KubernetesObject): Promise<Addition | undefined> {
        const volumes = await this.#volumesOf(pod);
        const helped = this.#helpedIn(pod);
        for (const pool of this.#shape.pools) {
            if (!tolerates(pod, pool.taints)) continue;
            const instanceType = fitting(pool, requestsOf(pod));
            if (!instanceType || this.#cpu(pool) + capacityOf(instanceType).total.cpu > pool.cpuLimit) continue;
            const candidates = this.#shape.zones
                .filter((zone) => !helped.has(zone) && !this.lostZones.has(zone))
                .map((zone) => this.#machine(pool, instanceType, zone))
                .filter((machine) => isAllowedOn(pod, volumes, node(machine, this.#shape)));
            const [machine] = candidates.toSorted((a, b) => this.#count(pool, a.zone) - this.#count(pool, b.zone));
            if (machine) return { machine, pool: pool.name };
        }
        return undefined;
    }

    #helpedIn({ metadata }: KubernetesObject): Set<string> {
        return this.#helped.get(metadata.uid ?? "") ?? new Set();
    }

    #machine({ name, labels, taints }: NodePool, instanceType: string, zone: string): Machine {
        return {
            name: `${name}-pool-${this.#added.length + 1}`,
            instanceType,
            zone,
            labels: {
                ...labels,
                "karpenter.sh/nodepool": name,
                "karpenter.sh/capacity-type": "on-demand",
            },
            taints,
        };
    }

    /** Volumes that the pod's claims are bound to: they are in one zone each. */
    async #volumesOf(pod: KubernetesObject): Promise<KubernetesObject[]> {
        const { namespace } = pod.metadata;
        const claims = await Promise.all(
            claimsOf(pod).map((name) =>
                this.#api.get({ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name, namespace } }),
            ),
        );
        const volumes = await Promise.all(
            claims.map((claim) => {
                const name = claim?.spec.volumeName;
                return name && this.#api.get({ apiVersion: "v1", kind: "PersistentVolume", metadata: { name } });
            }),
        );
        return volumes.filter((it): it is KubernetesObject => Boolean(it?.spec.nodeAffinity?.required));
    }

    #cpu({ name }: NodePool): number {
        return this.#added
            .filter(({ pool }) => pool === name)
            .reduce((sum, { machine }) => sum + capacityOf(machine.instanceType).total.cpu, 0);
    }

    #count({ name }: NodePool, zone: string): number {
        return this.#added.filter(({ pool, machine }) => pool === name && machine.zone === zone).length;
    }
}

const isUnschedulable = (pod: KubernetesObject): boolean =>
    pod.metadata.deletionTimestamp === undefined && conditionOf(pod, "PodScheduled")?.reason === "Unschedulable";

/** Whether the pod's selectors and volumes allow a node. */
function isAllowedOn(
    pod: KubernetesObject,
    volumes: readonly KubernetesObject[],
    { metadata: { labels = {} } }: KubernetesObject,
): boolean {
    return selects(pod, labels) && volumes.every(({ spec }) => selectsNode(spec.nodeAffinity.required, labels));
}

function fitting({ instanceTypes }: NodePool, asked: Requests): string | undefined {
    const needed = add(asked, daemons);
    return instanceTypes.find((instanceType) => {
        const { allocatable } = capacityOf(instanceType);
        return allocatable.cpu >= needed.cpu && allocatable.memory >= needed.memory;
    });
}
