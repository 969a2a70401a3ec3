import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "production-cluster-sandbox/console.ts";

/** What was waited for did not come in time. */
export class WaitTimeout extends Failure {}

/** Milliseconds between two looks. */
const period = 200;

/**
 * Waits until `condition` gives something, looking again every 200 ms.
 *
 * @param what what is waited for, for the message
 * @param seconds how long at most
 * @param signal ends the wait before. Default: nothing does.
 * @throws WaitTimeout where the time is up, and what `condition` throws.
 */
export async function until<T>(
    what: string,
    seconds: number,
    condition: () => Promise<T | undefined | false>,
    signal?: AbortSignal,
): Promise<T> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const found = await condition();
        if (found !== undefined && found !== false) return found;
        if (Date.now() > end) throw new WaitTimeout(`waited ${seconds} s for ${what}`);
        await delay(period, undefined, { signal });
    }
}
