import { setTimeout as delay } from "node:timers/promises";
import { type Api, Refusal } from "./api.ts";
import { LoadBalancers } from "./load-balancers.ts";
import { NodePools } from "./node-pools.ts";
import { PrometheusOperator } from "./prometheus-operator.ts";
import type { Shape } from "./shape.ts";
import { Volumes } from "./volumes.ts";
import { Webhooks } from "./webhooks.ts";

/** Milliseconds between two looks at the cluster. */
const period = 500;

/** Answers to what is wrong in itself. Other refusals mean that somebody was quicker, or that the server is busy: the next look shows. */
const errorsOfOurs = [400, 422];

/** Does what the cloud and operators would do: it looks at what is missing again and again, and adds it. */
export class Reconciler {
    readonly nodePools: NodePools;
    readonly webhooks: Webhooks;
    readonly #parts: readonly { reconcile(): Promise<void> }[];
    readonly #stopping = new AbortController();
    #loop: Promise<void> | undefined;

    constructor(api: Api, shape: Shape) {
        this.nodePools = new NodePools(api, shape);
        this.webhooks = new Webhooks(api);
        this.#parts = [
            new LoadBalancers(api, shape),
            new Volumes(api, shape),
            new PrometheusOperator(api),
            this.nodePools,
            this.webhooks,
        ];
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
                    if (!(error instanceof Refusal) || errorsOfOurs.includes(error.code)) throw error;
                }
            }
            await delay(period, undefined, { signal }).catch(() => undefined);
        }
    }
}
