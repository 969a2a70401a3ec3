import { setTimeout as delay } from "node:timers/promises";
import { StatusError } from "./status-error.ts";

/** Something that looks at the cluster and mends what is missing. */
export interface Part {
    reconcile(): Promise<void>;
}

export interface RoundsArgs {
    /** Milliseconds between two looks at the cluster. */
    period: number;
    /** Whether the next look makes good what the API server refused. */
    passes(refusal: StatusError): boolean;
}

/** Lets each part look at the cluster, one after the other, again and again until it is stopped. */
export class Rounds {
    readonly #parts: readonly Part[];
    readonly #args: RoundsArgs;
    readonly #stopping = new AbortController();
    #loop: Promise<void> | undefined;

    constructor(parts: readonly Part[], args: RoundsArgs) {
        this.#parts = parts;
        this.#args = args;
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
        const { period, passes } = this.#args;
        while (!signal.aborted) {
            for (const part of this.#parts) {
                try {
                    await part.reconcile();
                } catch (error) {
                    if (!(error instanceof StatusError) || !passes(error)) throw error;
                }
            }
            await delay(period, undefined, { signal }).catch(() => undefined);
        }
    }
}
