import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";

/**
 * What Pulumi's SDK writes of itself takes a third of a program's time: a stack trace for each of its promises, four for
 * every output of every resource, and a call to the engine for each of its debug lines, one after the other, which the
 * engine throws away unless it runs with `--debug`. Here promises are watched without a trace, and the lines that wait
 * go together. Nothing that is shown changes, and errors have their traces as ever.
 */

interface Promises {
    debuggablePromise<T>(promise: Promise<T>, context: unknown): Promise<T>;
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
const log: Log = sdk("@pulumi/pulumi/log");
const { getEngine, rpcKeepAlive }: Settings = sdk("@pulumi/pulumi/runtime/settings.js");
const { debuggablePromise } = promises;
const { debug } = log;

/** The traces name promises that nobody kept when a program ends, for those who ask the SDK to look for them. */
if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS)
    promises.debuggablePromise = (promise, context) => {
        const limit = Error.stackTraceLimit;
        Error.stackTraceLimit = 0;
        try {
            return debuggablePromise(promise, context);
        } finally {
            Error.stackTraceLimit = limit;
        }
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
