import { stripVTControlCharacters } from "node:util";
import { expect, test, vi } from "vitest";
import { Progress } from "../../sandbox/engine/progress.ts";

const engine = `Previewing update (sandbox):
 +  aws:kms/key:Key shop-data create
Resources:
    + 2 to create
Updating (sandbox):
 +  aws:kms/key:Key shop-data creating (0s)
 +  aws:kms/key:Key shop-data created (0.1s)
 +  aws:sns/topic:Topic shop-topic created (0.1s)
Outputs:
    clusterName: "3 created"
Resources:
    + 2 created
    333 unchanged
`.split("\n");

/** What is said of lines of the engine that come every four seconds. */
function saidOf(lines: readonly string[]): string[] {
    vi.useFakeTimers();
    const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const progress = new Progress();
    for (const line of lines) {
        vi.advanceTimersByTime(4_000);
        progress.line(line);
    }
    progress.end();
    const told = said.mock.calls.map(([line]) => stripVTControlCharacters(String(line)));
    vi.useRealTimers();
    said.mockRestore();
    return told;
}

test("What a preview counts is called planned, so that nobody wonders where it went when the update begins", () => {
    const planned = Array.from({ length: 4 }, (_, index) => ` +  aws:kms/key:Key shop-${index} create`);
    const made = planned.map((line) => `${line}d (0.1s)`);
    expect(saidOf(["Previewing update (sandbox):", ...planned, "Updating (sandbox):", ...made])).toEqual([
        "▸   3 resources planned after 16 s",
        "▸   2 resources after 32 s",
    ]);
});

test("Without a terminal the engine's lines become what was done, and a line now and then", () => {
    expect(saidOf(engine)).toEqual(["▸   1 resources after 28 s", "▸   + 2 created, 333 unchanged, after 56 s"]);
});
