import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../console.ts";
import { StatusError } from "./status-error.ts";

/** Looks at the cluster and mends what is missing. */
export type Part = () => Promise<void>;

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
    #failure: Failure | undefined;
    #loop: Promise<void> | undefined;

    constructor(parts: readonly Part[], args: RoundsArgs) {
        this.#parts = parts;
        this.#args = args;
    }

    start(): void {
        this.#loop = this.#run();
    }

    /** @throws Failure where a part failed in the meantime; it was said then. */
    async stop(): Promise<void> {
        this.#stopping.abort();
        await this.#loop;
        if (this.#failure) throw this.#failure;
    }

    async #run(): Promise<void> {
        const { signal } = this.#stopping;
        while (!signal.aborted) {
            for (const part of this.#parts) await part().catch((error) => this.#note(error));
            await delay(this.#args.period, undefined, { signal }).catch(() => undefined);
        }
    }

    /** One part that fails keeps no other from its work; the first failure is told, the same may follow at every look. */
    #note(error: Error): void {
        if (this.#failure || (error instanceof StatusError && this.#args.passes(error))) return;
        this.#failure = new Failure(`What stands in for the cloud failed: ${error.message}`);
        this.#failure.cause = error;
        console.error(this.#failure.message);
    }
}
