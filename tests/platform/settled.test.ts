import { output, type ResourceHookArgs, type ResourceHookFunction } from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { untilItCounts } from "../../components/platform/settled.ts";

vi.mock("node:timers/promises", () => ({ setTimeout: (time: number) => waited(time) }));
const waited = vi.fn(async (_: number) => undefined);

beforeEach(() => void waited.mockClear());
afterEach(() => void vi.restoreAllMocks());

const hooks = (server: string, on: "afterCreate" | "afterUpdate") =>
    (untilItCounts(() => output(server))[on] ?? []) as ResourceHookFunction[];
const run = (all: ResourceHookFunction[]) => Promise.all(all.map((hook) => hook({} as ResourceHookArgs)));

test.each(["afterCreate", "afterUpdate"] as const)(
    "%s of an association, half a minute passes before what needs it",
    async (on) => {
        await run(hooks("https://abc.gr7.eu-west-1.eks.amazonaws.com", on));
        expect(waited.mock.calls).toEqual([[30_000]]);
    },
);

test("A simulated cluster is not waited for", async () => {
    await run(hooks("https://abc.eu-west-1.eks.invalid", "afterCreate"));
    expect(waited).not.toHaveBeenCalled();
});

test("Where nothing is made or changed, nothing is waited for", () => {
    expect(Object.keys(untilItCounts(() => "https://a.invalid"))).toEqual(["afterCreate", "afterUpdate"]);
});
