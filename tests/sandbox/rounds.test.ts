import { expect, test, vi } from "vitest";
import { Rounds } from "../../sandbox/cluster/rounds.ts";
import { StatusError } from "../../sandbox/cluster/status-error.ts";
import { Failure } from "../../sandbox/console.ts";

const invalid = new StatusError({ code: 422, reason: "Invalid", message: "csi.driver is invalid" });
const taken = new StatusError({ code: 409, reason: "AlreadyExists", message: "it is there" });

/** Does three rounds of two parts, of which the first fails each time. */
async function threeRounds(failure: Error): Promise<{ said: unknown[][]; stopped: Promise<void> }> {
    const say = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const other = vi.fn(async () => undefined);
    const rounds = new Rounds([() => Promise.reject(failure), other], {
        period: 1,
        passes: ({ code }) => code === 409,
    });
    rounds.start();
    await vi.waitFor(() => expect(other.mock.calls.length).toBeGreaterThanOrEqual(3));
    const stopped = rounds.stop();
    await stopped.catch(() => undefined);
    const said = [...say.mock.calls];
    say.mockRestore();
    return { said, stopped };
}

test("What fails for good is said once, keeps no other part from its work, and fails the stop", async () => {
    const { said, stopped } = await threeRounds(invalid);
    expect(said).toEqual([["What stands in for the cloud failed: csi.driver is invalid"]]);
    await expect(stopped).rejects.toThrow(Failure);
});

test("An error that is no answer of the API server counts as well", async () => {
    await expect((await threeRounds(new Error("read ECONNRESET"))).stopped).rejects.toThrow("read ECONNRESET");
});

test("What the next look makes good is not spoken of", async () => {
    const { said, stopped } = await threeRounds(taken);
    expect(said).toEqual([]);
    await stopped;
});
