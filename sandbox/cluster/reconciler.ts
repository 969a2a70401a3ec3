import { setTimeout as delay } from "node:timers/promises";
import { type Api, Refusal } from "./api.ts";
import { LoadBalancers } from "./load-balancers.ts";
import { NodePools } from "./node-pools.ts";
import type { Shape } from "./shape.ts";
import { Volumes } from "./volumes.ts";
import { Webhooks } from "./webhooks.ts";

/** Milliseconds between two looks at the cluster. */
const period = 500;

/** Does what the cloud would do around the cluster: it looks at what is missing again and again, and adds it. */
export class Reconciler {
    readonly nodePools: NodePools;
    readonly webhooks: Webhooks;
    readonly #parts: readonly { reconcile(): Promise<void> }[];
    readonly #stopping = new AbortController();
    #loop: Promise<void> | undefined;

    constructor(api: Api, shape: Shape) {
        this.nodePools = new NodePools(api, shape);
        this.webhooks = new Webhooks(api);
        this.#parts = [new LoadBalancers(api, shape), new Volumes(api, shape), this.nodePools, this.webhooks];
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
            for (const part of this.#parts) {
                try {
                    await part.reconcile();
                } catch (error) {
                    // Somebody else was quicker, or removed it: the next look shows. Anything else is an error of ours.
                    if (!(error instanceof Refusal)) throw error;
                }
            }
            await delay(period, undefined, { signal }).catch(() => undefined);
        }
    }
}
