import { stripVTControlCharacters } from "node:util";
import { expect, test, vi } from "vitest";
import { Progress } from "../../sandbox/engine/progress.ts";

const planned = `Previewing update (sandbox):
 +  aws:kms/key:Key shop-data create
 +  aws:kms/key:Key shop-data create (1 warning)
 =  aws:cloudwatch/logGroup:LogGroup shop-logs import
 +- aws:sns/topic:Topic shop-topic replace
Outputs:
    clusterName: "3 to create"
Resources:
    + 1 to create
    = 1 to import
    +-1 to replace
    3 changes. 333 unchanged
`.split("\n");

const made = `Updating (sandbox):
 +  aws:kms/key:Key shop-data creating (0s)
 +  aws:kms/key:Key shop-data created (0.1s)
 ++ aws:sns/topic:Topic shop-topic created replacement (0.1s)
 +- aws:sns/topic:Topic shop-topic replaced (0.1s)
 -- aws:sns/topic:Topic shop-topic deleted original (0.1s)
 =  aws:cloudwatch/logGroup:LogGroup shop-logs imported (0.1s)
Resources:
    + 1 created
    = 1 imported
    +-1 replaced
    3 changes. 333 unchanged
`.split("\n");

/** What is said of lines of the engine that come every four seconds, and what it says that it planned. */
function told(lines: readonly string[], expected?: number): { said: string[]; planned: number } {
    vi.useFakeTimers();
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const progress = new Progress(expected);
    for (const line of lines) {
        vi.advanceTimersByTime(4_000);
        progress.line(line);
    }
    progress.end();
    const said = log.mock.calls.map(([line]) => stripVTControlCharacters(String(line)));
    vi.useRealTimers();
    log.mockRestore();
    return { said, planned: progress.planned };
}

test("A preview counts each resource once, says that it plans, and what it came to", () => {
    expect(told(planned)).toEqual({
        said: [
            "▸   2 resources planned after 16 s",
            "▸   Resources: 1 to create, 1 to import, 1 to replace, 333 unchanged, after 52 s",
        ],
        planned: 3,
    });
});

test("An update says how many of those that were planned are done, each once", () => {
    expect(told(made, 3)).toEqual({
        said: [
            "▸   2 of 3 resources done after 16 s",
            "▸   Resources: 1 created, 1 imported, 1 replaced, 333 unchanged, after 52 s",
        ],
        planned: 0,
    });
});

test("What is counted begins anew where an update follows on its own preview, and a removal says that it removes", () => {
    expect(told([...planned, ...made]).said).toContain("▸   1 resources done after 1 min 4 s");
    const removed = made.map((line) => line.replace("Updating", "Destroying"));
    expect(told(removed).said[0]).toBe("▸   2 resources removed after 16 s");
});
