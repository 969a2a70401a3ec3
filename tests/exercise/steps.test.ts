import { expect, test } from "vitest";
import { page } from "../../exercise/page.ts";
import { planned } from "../../exercise/planned.ts";
import { duration, faultsOf, type Step } from "../../exercise/steps.ts";

const expected = planned(2, false);
const done = (name: string): Step => ({
    name,
    began: 0,
    ended: 1,
    evidence: [{ what: "it is", seen: true, detail: "it" }],
});
const all = expected.map(done);
const but = (change: Partial<Step>): Step[] => all.map((step, index) => (index === 5 ? { ...step, ...change } : step));

test("An exercise passes when all of its steps were done and seen", () => expect(faultsOf(expected, all)).toEqual([]));

test.each<[string, readonly Step[]]>([
    ["no step", []],
    ["a step too few", all.slice(0, -1)],
    ["a round too few", all.slice(0, expected.length / 2 + 1)],
    ["a step that is missing in between", all.toSpliced(5, 1)],
    ["a step too many", [...all, done("rest")]],
    ["steps in another order", all.toReversed()],
    ["a step that broke off", but({ broken: "waited 900 s" })],
    ["a step that did not end", but({ ended: undefined })],
    ["a step that nobody looked at", but({ evidence: [] })],
    ["one thing that was not seen", but({ evidence: [{ what: "it is", seen: false, detail: "not" }] })],
    [
        "a word in the place of a yes",
        but({ evidence: [{ what: "it is", seen: "yes" as unknown as boolean, detail: "" }] }),
    ],
])("One with %s does not, and its page says so", async (_, steps) => {
    expect(faultsOf(expected, steps)).not.toEqual([]);
    const content = await page({ expected, steps, gaps: [], doubles: [] });
    expect(content).toContain("The exercise did not pass");
    expect(content).not.toContain("took over, and back");
});

test("The page of one that passed has every step, and no markup of what was seen", async () => {
    const odd = [{ what: "it is", seen: true, detail: "<script>" }];
    const content = await page({
        expected,
        steps: but({ evidence: odd }),
        gaps: [{ what: "until it served", milliseconds: 160_000 }],
        doubles: [],
    });
    expect(content).toContain("took over, and back");
    for (const name of expected) expect(content).toContain(name);
    expect(content).toContain("2 min 40 s");
    expect(content).not.toContain("<script>");
});

test("Each round loses both regions, and each of them comes back", () => {
    const count = (part: string) => expected.filter((name) => name.endsWith(part)).length;
    expect([count(" goes"), count(" is back, as it was"), count(" serves")]).toEqual([4, 4, 4]);
    expect(planned(1, true).filter((name) => name.endsWith(" goes"))).toEqual(["eu-west-1 goes"]);
});

test("A duration is said in seconds, then in minutes", () => {
    expect([7_240, 59_900, 60_000, 160_000].map(duration)).toEqual(["7.2 s", "59.9 s", "1 min 0 s", "2 min 40 s"]);
});
