import { setTimeout as delay } from "node:timers/promises";
import { type Api, type KubernetesObject, Refusal } from "../../sandbox/cluster/api.ts";

/** A controller that owns something outside of the cluster for each object of a kind. */
export interface Controller {
    apiVersion: string;
    kind: string;
    finalizer: string;
    /** Its Deployment: without it nobody does its work. */
    deployment: { namespace: string; name: string };
    /** Kind of which no object may be left before one of its own goes. Default: none. */
    after?: { apiVersion: string; kind: string };
}

export const karpenterPools: Controller = {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    finalizer: "karpenter.sh/termination",
    deployment: { namespace: "karpenter", name: "karpenter" },
};

export const karpenterClasses: Controller = {
    ...karpenterPools,
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    finalizer: "karpenter.k8s.aws/termination",
    after: karpenterPools,
};

export const loadBalancers: Controller = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    finalizer: "ingress.k8s.aws/resources",
    deployment: { namespace: "aws-load-balancer-controller", name: "aws-load-balancer-controller" },
};

export const operator: Controller = {
    apiVersion: "fixtures.example.com/v1",
    kind: "Widget",
    finalizer: "fixtures.example.com/cleanup",
    deployment: { namespace: "operator", name: "operator" },
};

/** Does what such controllers do, as long as they are there: holds objects, and lets them go when asked to. */
export class Controllers {
    readonly #api: Api;
    readonly #all: readonly Controller[];
    readonly #stopping = new AbortController();
    #loop: Promise<void> | undefined;

    constructor(api: Api, all: readonly Controller[]) {
        this.#api = api;
        this.#all = all;
    }

    start(): void {
        this.#loop = this.#run();
    }

    async stop(): Promise<void> {
        this.#stopping.abort();
        await this.#loop;
    }

    async #run(): Promise<void> {
        const { signal } = this.#stopping;
        while (!signal.aborted) {
            for (const controller of this.#all) {
                try {
                    await this.#reconcile(controller);
                } catch (error) {
                    // Its kind is not served yet, or somebody was quicker: the next look shows.
                    if (!(error instanceof Refusal)) throw error;
                }
            }
            await delay(200, undefined, { signal }).catch(() => undefined);
        }
    }

    async #reconcile({ apiVersion, kind, finalizer, deployment, after }: Controller): Promise<void> {
        const runs = await this.#api.get({ apiVersion: "apps/v1", kind: "Deployment", metadata: deployment });
        if (!runs || runs.metadata.deletionTimestamp) return;
        for (const object of await this.#api.list(apiVersion, kind)) {
            const { finalizers = [], deletionTimestamp } = object.metadata;
            const held = finalizers.includes(finalizer);
            if (!deletionTimestamp && !held) await this.#set(object, [...finalizers, finalizer]);
            const free = !after || (await this.#api.list(after.apiVersion, after.kind)).length === 0;
            if (deletionTimestamp && held && free) {
                await this.#set(
                    object,
                    finalizers.filter((it) => it !== finalizer),
                );
            }
        }
    }

    #set(object: KubernetesObject, finalizers: string[]): Promise<void> {
        return this.#api.merge(object, { metadata: { finalizers } });
    }
}
