import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";

/**
 * What Pulumi's SDK writes of itself takes a third of a program's time: a stack trace for each of its promises, four for
 * every output of every resource, and a call to the engine for each of its debug lines, one after the other, which the
 * engine throws away unless it runs with `--debug`. Here promises are watched and nothing is written on them, and the
 * lines that wait go together. Nothing that is shown changes, and errors have their traces as ever.
 */

interface Promises {
    debuggablePromise<T>(promise: Promise<T>, context: unknown): Promise<T>;
}

interface State {
    /** `leakCandidates` are promises that nobody has kept yet. */
    getStore(): { readonly leakCandidates?: Set<Promise<unknown>> };
}

interface Settings {
    getEngine(): object | undefined;
    /** The SDK ends no program before what this gives was called. */
    rpcKeepAlive(): () => void;
}

interface Log {
    debug(message: string, ...of: readonly unknown[]): Promise<void>;
}

/** Milliseconds in which lines gather: a plan of ten seconds then sends two hundred calls instead of two thousand. */
const together = 50;

const sdk = createRequire(import.meta.url);
const promises: Promises = sdk("@pulumi/pulumi/runtime/debuggable.js");
const { getStore }: State = sdk("@pulumi/pulumi/runtime/state.js");
const log: Log = sdk("@pulumi/pulumi/log");
const { getEngine, rpcKeepAlive }: Settings = sdk("@pulumi/pulumi/runtime/settings.js");
const { debuggablePromise } = promises;
const { debug } = log;

/** The SDK's own way begins to watch the end of the program. */
let isFirst = true;

/** Who asks the SDK where each promise was made is told by the SDK itself. */
if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS)
    promises.debuggablePromise = (promise, context) => {
        const { leakCandidates } = getStore();
        if (isFirst || !leakCandidates) {
            isFirst = false;
            return debuggablePromise(promise, context);
        }
        leakCandidates.add(promise);
        return promise.then(
            (value) => {
                leakCandidates.delete(promise);
                return value;
            },
            (error) => {
                leakCandidates.delete(promise);
                error.promise = promise;
                throw error;
            },
        );
    };

/** By engine: a process may run the programs of several, and each is told its own. */
const waiting = new Map<object, string[]>();

log.debug = (message, ...of) => {
    const engine = getEngine();
    // A line about a resource goes by itself: the engine shows it there.
    if (!engine || of.length > 0) return debug(message, ...of);
    const lines = waiting.get(engine);
    if (lines) lines.push(message);
    else {
        waiting.set(engine, [message]);
        void send(engine, rpcKeepAlive());
    }
    return Promise.resolve();
};

/** The program ends no sooner than this is done. */
async function send(engine: object, done: () => void): Promise<void> {
    await setTimeout(together);
    const lines = waiting.get(engine)?.join("\n") ?? "";
    waiting.delete(engine);
    void debug(lines);
    done();
}
