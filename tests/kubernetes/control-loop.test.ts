import { expect, test, vi } from "vitest";
import { ControlLoop } from "../../kubernetes/control-loop.ts";
import { StatusError } from "../../kubernetes/status-error.ts";
import { Failure } from "../../sandbox/console.ts";

const invalid = new StatusError({ code: 422, reason: "Invalid", message: "csi.driver is invalid" });
const taken = new StatusError({ code: 409, reason: "AlreadyExists", message: "it is there" });

/** Makes three passes over two functions, of which the first fails each time. */
async function threePasses(failure: Error): Promise<{ said: unknown[][]; stopped: Promise<void> }> {
    const say = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const other = vi.fn(async () => undefined);
    const loop = new ControlLoop([() => Promise.reject(failure), other], {
        period: 1,
        isTransient: ({ code }) => code === 409,
    });
    loop.start();
    await vi.waitFor(() => expect(other.mock.calls.length).toBeGreaterThanOrEqual(3));
    const stopped = loop.stop();
    await stopped.catch(() => undefined);
    const said = [...say.mock.calls];
    say.mockRestore();
    return { said, stopped };
}

test("What fails for good is said once, stops no other function, and fails the stop", async () => {
    const { said, stopped } = await threePasses(invalid);
    expect(said).toEqual([["What stands in for the cloud failed: csi.driver is invalid"]]);
    await expect(stopped).rejects.toThrow(Failure);
});

test("An error that is no answer of the API server counts as well", async () => {
    await expect((await threePasses(new Error("read ECONNRESET"))).stopped).rejects.toThrow("read ECONNRESET");
});

test("What the next pass makes good is not told", async () => {
    const { said, stopped } = await threePasses(taken);
    expect(said).toEqual([]);
    await stopped;
});
