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

test("Without a terminal the engine's lines become what was done, and a line now and then", () => {
    vi.useFakeTimers();
    const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const progress = new Progress();
    for (const line of engine) {
        vi.advanceTimersByTime(4_000);
        progress.line(line);
    }
    progress.end();
    const lines = said.mock.calls.map(([line]) => stripVTControlCharacters(String(line)));
    vi.useRealTimers();
    said.mockRestore();
    expect(lines).toEqual(["▸   1 resources after 28 s", "▸   + 2 created, 333 unchanged, after 56 s"]);
});
