import { quantity } from "production-cluster-sandbox/providers/kubernetes/quantity.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

/** What a pod asks of a node: CPU in cores, memory in bytes. */
export interface Requests {
    readonly cpu: number;
    readonly memory: number;
}

interface Container {
    readonly restartPolicy?: string;
    readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
}

const none: Requests = { cpu: 0, memory: 0 };

/**
 * As the scheduler counts: all containers and sidecars together, or the largest init container on top of the sidecars
 * before it.
 */
export function requestsOf({ spec }: KubernetesObject): Requests {
    const init: Container[] = spec.initContainers ?? [];
    const containers: Container[] = spec.containers ?? [];
    let sidecars = none;
    let starting = none;
    for (const container of init) {
        const asked = requests(container);
        if (container.restartPolicy === "Always") sidecars = add(sidecars, asked);
        starting = most(starting, container.restartPolicy === "Always" ? sidecars : add(sidecars, asked));
    }
    const running = containers.map(requests).reduce(add, sidecars);
    const { cpu = "0", memory = "0" } = spec.overhead ?? {};
    return add(most(running, starting), { cpu: quantity(cpu), memory: quantity(memory) });
}

export const add = (a: Requests, b: Requests): Requests => ({ cpu: a.cpu + b.cpu, memory: a.memory + b.memory });

const most = (a: Requests, b: Requests): Requests => ({
    cpu: Math.max(a.cpu, b.cpu),
    memory: Math.max(a.memory, b.memory),
});

const requests = ({ resources }: Container): Requests => ({
    cpu: quantity(resources?.requests?.cpu ?? 0),
    memory: quantity(resources?.requests?.memory ?? 0),
});
