import { describe, expect, test } from "vitest";
import type { CheckResult, Debt } from "../../policy-pack/judgement/result.ts";
import { tasksOf } from "../../policy-pack/report/tasks.ts";
import { viewOf } from "../../policy-pack/report/view.ts";

const reading = { kind: "state", name: "shop/prod", notes: [], resources: [] } as const;
const owed: Debt = { owner: "platform", reason: "not built yet", until: "2027-01-31" };

describe("a task", () => {
    const unseen = (id: string, message: string): CheckResult => ({
        id,
        level: "mandatory",
        status: "unknown",
        evidence: [
            { urn: `a ${id}`, status: "unknown", message },
            { urn: `b ${id}`, status: "unknown", message },
            { urn: "", status: "pass", message: "fine" },
        ],
    });
    const tasks = (...checks: CheckResult[]) => {
        const counts = { resources: 0, releases: 0, rendered: 0 };
        const { todo } = viewOf(reading, { rows: [], checks, counts }, [], "2026-11-21");
        return Object.values(todo)
            .flatMap(tasksOf)
            .map(({ reason, checks }) => [reason, ...checks.map(({ id }) => id)]);
    };

    test("holds all checks that wait for the same thing, in the order of the first", () => {
        const found = tasks(unseen("a", "not rendered"), unseen("b", "not known yet"), unseen("c", "not rendered"));
        expect(found).toEqual([
            ["not rendered", "a", "c"],
            ["not known yet", "b"],
        ]);
    });

    test("is apart for debts that have another owner or day", () => {
        const owes = (id: string, debt: Debt): CheckResult => ({ ...unseen(id, "x"), status: "fail", debt });
        const found = tasks(owes("a", owed), owes("b", { ...owed, until: "2027-02-28" }), owes("c", owed));
        expect(found.map(([, ...ids]) => ids)).toEqual([["a", "c"], ["b"]]);
    });

    test("is called by its check where there is no evidence", () => {
        expect(tasks({ id: "a", level: "mandatory", status: "fail", evidence: [] })).toEqual([["a", "a"]]);
    });
});
