import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "production-cluster-sandbox/console.ts";
import { StatusError } from "./status-error.ts";

/** Looks at the cluster and adds what is missing. */
export type Reconcile = () => Promise<void>;

export interface ControlLoopArgs {
    /** Milliseconds between two passes. */
    period: number;
    /** Whether the next pass makes good what the API server refused. */
    isTransient(refusal: StatusError): boolean;
}

/** Calls each function, one after the other, again and again until it is stopped. */
export class ControlLoop {
    readonly #reconcilers: readonly Reconcile[];
    readonly #args: ControlLoopArgs;
    readonly #stopping = new AbortController();
    #failure: Failure | undefined;
    #running: Promise<void> | undefined;

    constructor(reconcilers: readonly Reconcile[], args: ControlLoopArgs) {
        this.#reconcilers = reconcilers;
        this.#args = args;
    }

    start(): void {
        this.#running = this.#run();
    }

    /** @throws Failure where a function failed in the meantime; it was said then. */
    async stop(): Promise<void> {
        this.#stopping.abort();
        await this.#running;
        if (this.#failure) throw this.#failure;
    }

    async #run(): Promise<void> {
        const { signal } = this.#stopping;
        while (!signal.aborted) {
            for (const reconcile of this.#reconcilers) await reconcile().catch((error) => this.#record(error));
            await delay(this.#args.period, undefined, { signal }).catch(() => undefined);
        }
    }

    /** One that fails stops no other; the first failure is told, the same may follow at every pass. */
    #record(error: Error): void {
        if (this.#failure || (error instanceof StatusError && this.#args.isTransient(error))) return;
        this.#failure = new Failure(`What stands in for the cloud failed: ${error.message}`);
        this.#failure.cause = error;
        console.error(this.#failure.message);
    }
}
