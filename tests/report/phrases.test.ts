import { expect, test } from "vitest";
import { extent, longDate, sentence } from "../../policy-pack/report/phrases.ts";

test("a day is written out, in any time zone", () => {
    expect(longDate("2027-03-31")).toBe("31 March 2027");
});

test.each([
    ["no access entry is for a role", "No access entry is for a role."],
    ["values.config is secret", "values.config is secret."],
    ["vpc-cni enforces nothing.", "vpc-cni enforces nothing."],
    ["Which one?", "Which one?"],
])("%s reads as a sentence", (message, expected) => {
    expect(sentence(message)).toBe(expected);
});

test.each([
    [{ resources: 1, releases: 0, rendered: 0 }, "1 resource"],
    [{ resources: 2, releases: 1, rendered: 0 }, "2 resources, 0 of 1 release seen inside"],
    [{ resources: 2, releases: 1, rendered: 1 }, "2 resources, 1 of 1 release seen inside"],
    [{ resources: 9, releases: 3, rendered: 0 }, "9 resources, 0 of 3 releases seen inside"],
    [{ resources: 9, releases: 3, rendered: 2 }, "9 resources, 2 of 3 releases seen inside"],
])("what was looked at is told as it is: %o", (counts, expected) => {
    expect(extent(counts)).toBe(expected);
});
