import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answer } from "../../policy-pack/evaluate.ts";
import type { CheckResult, Debt, Level, Report, Severity, Status } from "../../policy-pack/judgement/result.ts";
import { exitCode } from "../../policy-pack/report/exit-code.ts";
import { type View, viewOf } from "../../policy-pack/report/view.ts";
import { descriptions, report } from "./report.ts";

const reading = { kind: "state", name: "shop/prod", notes: [], resources: [] } as const;
const owed: Debt = { owner: "platform", reason: "not built yet", until: "2027-01-31" };

interface Given {
    level: Level;
    status: Status;
    severity?: Severity;
    debt?: Debt;
}

/** The view of one row for each list of checks. */
function view(...rows: Given[][]): View {
    const named = rows.map((checks, row) => checks.map((check, index) => ({ ...check, id: `check-${row}-${index}` })));
    const checks: CheckResult[] = named.flat().map(({ id, level, status, debt }) => {
        const evidence = [{ urn: "", status, message: `${id} is ${status}` }];
        return { id, level, status, evidence, ...(debt && { debt }) };
    });
    const content: Report = {
        rows: named.map((each, index) => answer({ name: `Row ${index}`, checks: each.map(({ id }) => id) }, checks)),
        checks,
        counts: { resources: 1, releases: 0, rendered: 0 },
    };
    const described = named
        .flat()
        .map(({ id, severity = "high" }) => ({ id, title: `Title of ${id}`, severity, mend: "Mend it." }));
    return viewOf(reading, content, described, "2026-11-21");
}

const must = (status: Status, more: Partial<Given> = {}): Given => ({ level: "mandatory", status, ...more });
const should = (status: Status): Given => ({ level: "advisory", status });

describe("the exit code and the verdict", () => {
    test.each<[string, Given[][], number, string]>([
        ["all pass", [[must("pass")], [must("pass")]], 0, "Ready: all 2 rows pass."],
        ["some do not apply", [[must("pass")], [must("not-applicable")]], 0, "Ready: all 1 rows that apply pass."],
        ["one fails", [[must("fail")], [must("pass")]], 1, "Not ready: 1 check fails, in 1 of 2 rows."],
        [
            "one fails, one is unknown",
            [[must("fail")], [must("unknown")]],
            1,
            "Not ready: 1 check fails, in 1 of 2 rows.",
        ],
        [
            "one is unknown",
            [[must("unknown")], [must("pass")]],
            2,
            "Not proven: 1 mandatory check could not be judged.",
        ],
        ["only advice fails", [[must("pass"), should("fail")]], 0, "Ready: all 1 rows pass."],
        ["only advice is unknown", [[must("pass"), should("unknown")]], 0, "Ready: all 1 rows pass."],
        [
            "a failure is owed",
            [[must("fail", { debt: owed })], [must("pass")]],
            0,
            "Nothing fails beyond the known debt: 1 check, in 1 of 2 rows, due by 31 January 2027.",
        ],
        [
            "one is owed, one is unknown",
            [[must("fail", { debt: owed })], [must("unknown")]],
            2,
            "Not proven: 1 mandatory check could not be judged; 1 still owed.",
        ],
        [
            "a row has only advice",
            [[should("fail")], [must("pass")]],
            0,
            "Ready: 1 of 2 rows pass, and the rest is advice.",
        ],
        ["nothing is there", [[must("not-applicable")]], 0, "Nothing to judge: there is nothing in it."],
    ])("where %s", (_, rows, code, verdict) => {
        const seen = view(...rows);
        expect([exitCode(seen), seen.verdict.sentence]).toEqual([code, verdict]);
    });

    test.each<[string, Partial<CheckResult>, number, string]>([
        [
            "no check looks at anything of what is there",
            { status: "not-applicable", evidence: [] },
            2,
            "Nothing was judged: no check looks at anything of what is in it.",
        ],
        [
            "every check is switched off",
            { status: "not-applicable", evidence: [{ urn: "", status: "not-applicable", message: "off" }] },
            2,
            "Nothing was judged: no check looks at anything of what is in it.",
        ],
        [
            "what was looked at is no matter of the check",
            { status: "not-applicable", evidence: [{ urn: "a", status: "not-applicable", message: "runs once" }] },
            0,
            "Nothing mandatory applies to what is in it.",
        ],
        [
            "a check that stands in no row passes",
            { status: "pass", evidence: [{ urn: "a", status: "pass", message: "good" }] },
            0,
            "Nothing fails: 1 check passed, and no row is answered.",
        ],
    ])("where %s", (_, result, code, sentence) => {
        const checks = [{ id: "alone", level: "mandatory" as const, status: "pass" as const, evidence: [], ...result }];
        const resources = [{ urn: "a", type: "aws:s3/bucket:Bucket", name: "a", props: {} }];
        const counts = { resources: 1, releases: 0, rendered: 0 };
        const seen = viewOf({ ...reading, resources }, { rows: [], checks, counts }, [], "2026-11-21");
        expect([exitCode(seen), seen.verdict.sentence]).toEqual([code, sentence]);
    });

    test("say that a file could not be read, which is never a pass", () => {
        const checks: CheckResult[] = [{ id: "lonely", level: "mandatory", status: "pass", evidence: [] }];
        const counts = { resources: 1, releases: 0, rendered: 0 };
        const unread = ["shop.yaml: duplicated mapping key at line 7, column 3"];
        const seen = viewOf({ ...reading, unread }, { rows: [], checks, counts }, [], "2026-11-21");
        expect(seen.notes).toContain(`Not read: ${unread}.`);
        expect([exitCode(seen), seen.verdict.sentence]).toEqual([2, "Not proven: 1 file could not be read."]);
    });

    test("count a mandatory check that answers no row", () => {
        const checks: CheckResult[] = [{ id: "lonely", level: "mandatory", status: "fail", evidence: [] }];
        const counts = { resources: 0, releases: 0, rendered: 0 };
        const seen = viewOf(reading, { rows: [], checks, counts }, [], "2026-11-21");
        expect([exitCode(seen), seen.verdict.sentence]).toEqual([1, "Not ready: 1 check fails."]);
    });

    test("follow from the mandatory checks alone, whatever else is there", () => {
        const status = fc.constantFrom<Status>("pass", "fail", "unknown", "not-applicable");
        const check = fc.record({
            level: fc.constantFrom<Level>("mandatory", "advisory"),
            status,
            debt: fc.constantFrom(undefined, owed),
        });
        fc.assert(
            fc.property(fc.array(fc.array(check, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (rows) => {
                const mandatory = rows.flat().filter(({ level }) => level === "mandatory");
                const fails = mandatory.some(({ status, debt }) => status === "fail" && !debt);
                const unknown = mandatory.some(({ status }) => status === "unknown");
                const seen = view(...rows);
                expect(exitCode(seen)).toBe(fails ? 1 : unknown ? 2 : 0);
                expect(seen.verdict.mark === "fail").toBe(fails);
                expect(
                    seen.verdict.mark === "pass" &&
                        mandatory.some(({ status }) => status !== "pass" && status !== "not-applicable"),
                ).toBe(false);
            }),
        );
    });
});

describe("a debt", () => {
    test("leaves check and row failed, and marks both as debt", () => {
        const { rows, checks } = view([must("fail", { debt: owed }), must("pass")]);
        expect(rows[0]).toMatchObject({ status: "fail", mark: "debt" });
        expect(checks[0]).toMatchObject({ status: "fail", mark: "debt", debt: owed });
    });

    test("does not hide another failure of the same row", () => {
        const { rows } = view([must("fail", { debt: owed }), must("fail")]);
        expect(rows[0]).toMatchObject({ mark: "fail", first: { id: "check-0-1" } });
    });
});

describe("what to do first", () => {
    test("is ordered by severity, and debts by date", () => {
        const later = { ...owed, until: "2027-06-30" };
        const { todo } = view([
            must("fail", { severity: "low" }),
            must("fail", { severity: "critical" }),
            must("fail", { severity: "medium" }),
            must("unknown", { severity: "medium" }),
            must("unknown", { severity: "high" }),
            must("fail", { severity: "critical", debt: later }),
            must("fail", { severity: "low", debt: owed }),
        ]);
        const ids = Object.values(todo).map((checks) => checks.map(({ id }) => id.at(-1)).join(""));
        expect(ids).toEqual(["120", "43", "65"]);
    });

    test("explains the mark of its row, where other checks are unknown", () => {
        const { rows } = view([must("unknown"), must("fail", { debt: owed })]);
        expect(rows[0]).toMatchObject({ mark: "debt", first: { mark: "debt" } });
    });

    test("names neither advice nor what is in order", () => {
        const { todo, rows } = view([should("fail"), must("pass"), must("not-applicable")]);
        expect(Object.values(todo).flat()).toEqual([]);
        expect(rows[0]?.first).toBeUndefined();
    });

    test("is advice where a row has nothing else to say", () => {
        const { rows } = view([should("fail")]);
        expect(rows[0]).toMatchObject({ mark: "unknown", first: { mark: "advice" } });
    });
});

test("every check of a real-sized report knows the rows that it answers", () => {
    const seen = viewOf(reading, report(), descriptions, "2026-11-21");
    expect(seen.rows).toHaveLength(14);
    expect(seen.checks.find(({ id }) => id === "ns-default-deny")?.rows).toEqual(["Network policies"]);
    expect(seen.rows.flatMap(({ checks }) => checks.map(({ title }) => title))).not.toContain("");
});

test("a check that no rule describes is shown by its id", () => {
    const checks: CheckResult[] = [{ id: "new-check", level: "advisory", status: "pass", evidence: [] }];
    const counts = { resources: 0, releases: 0, rendered: 0 };
    expect(viewOf(reading, { rows: [], checks, counts }, [], "2026-11-21").checks[0]?.title).toBe("new-check");
});
