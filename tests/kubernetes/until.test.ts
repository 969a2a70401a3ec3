import { expect, test } from "vitest";
import { until, WaitTimeout } from "../../kubernetes/until.ts";

const never = async () => undefined;

test("A wait gives what it waited for, after as many looks as it takes", async () => {
    const looks = [undefined, false, "there"] as const;
    let look = 0;
    expect(await until("something", 10, async () => looks[look++])).toBe("there");
});

test("Only a wait that took too long is a timeout; what goes wrong meanwhile stays what it is", async () => {
    await expect(until("nothing", 0.1, never)).rejects.toThrow(WaitTimeout);
    const refused = new Error("403 Forbidden");
    await expect(until("nothing", 10, () => Promise.reject(refused))).rejects.toBe(refused);
});

test("A wait that nobody needs any more ends at once", async () => {
    const waiting = new AbortController();
    const ended = until("nothing", 60, never, waiting.signal);
    waiting.abort();
    await expect(ended).rejects.toThrow("aborted");
});
