import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../policy-pack/evaluate.ts";
import { inventory } from "../../../policy-pack/inventory/inventory.ts";
import { checkov } from "./checkov.ts";
import { gatekeeperLibrary } from "./gatekeeper-library.ts";
import { known } from "./known.ts";
import { kubeLinter } from "./kube-linter.ts";
import { kubeScore } from "./kube-score.ts";
import { kyvernoPolicies } from "./kyverno-policies.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { podSecurityAdmission } from "./pod-security-admission.ts";
import { polaris } from "./polaris.ts";
import type { Case, Suite } from "./suite.ts";

const suites = [podSecurityAdmission, polaris, gatekeeperLibrary, kyvernoPolicies, checkov, kubeLinter, kubeScore];
const { SUITES } = process.env;

const listed = (suite: Suite, kind: Outcome) =>
    known.filter((each) => each.suite === suite.name && each.kind === kind).flatMap(({ cases }) => cases);

interface Judged extends Case {
    readonly outcome: Outcome;
}

const columns: Outcome[] = ["found", "left alone", "stricter", "missed", "false alarm", "not covered", "left out"];

/** Lines of the table in docs/coverage.md. */
const lines: string[] = [];

function judged(suite: Suite, folder: string): readonly Judged[] {
    const cases = suite.read(folder).map((each): Judged => ({ ...each, outcome: outcomeOf(suite, each) }));
    const counts = columns.map((column) => cases.filter(({ outcome }) => outcome === column).length);
    lines.push(`| ${[suite.name, cases.length, ...counts].join(" | ")} |`);
    return cases;
}

if (SUITES === undefined) test.skip("the public suites, whose checkouts SUITES=<folder> names");
else
    describe("the public suite", () => {
        describe.each(suites.map((suite) => [suite.name, suite] as const))("%s", (name, suite) => {
            const folder = join(SUITES, name);
            const cases = existsSync(folder) ? judged(suite, folder) : [];

            test("is there", () => {
                expect(cases.length, `${folder} holds no case`).toBeGreaterThan(0);
            });

            test.each(["missed", "false alarm"] as const)("has exactly the known cases that are a %s", (kind) => {
                const found = cases.filter(({ outcome }) => outcome === kind).map(({ name }) => name);
                expect([...new Set(found)].sort()).toEqual([...listed(suite, kind)].sort());
            });

            test("has a case for every answer, and shows where a check is stricter", () => {
                const idle = Object.keys(suite.answers).filter((rule) => !cases.some((each) => each.rule === rule));
                const lax = Object.entries(suite.answers)
                    .filter(([, answer]) => typeof answer !== "string" && "stricter" in answer)
                    .filter(([rule]) => !cases.some((each) => each.rule === rule && each.outcome === "stricter"))
                    .map(([rule]) => rule);
                expect({ idle, lax }).toEqual({ idle: [], lax: [] });
            });

            test("crashes no check", () => {
                for (const { objects } of cases) expect(evaluate(inventory(objects)).checks.length).toBeGreaterThan(0);
            });
        });

        test("is counted as docs/coverage.md says", () => {
            // Not by the console, which is silent where a test passes.
            process.stdout.write(`\n| suite | cases | ${columns.join(" | ")} |\n${lines.join("\n")}\n`);
            const documented = readFileSync(new URL("../../../docs/coverage.md", import.meta.url), "utf8").split("\n");
            expect(lines.filter((line) => !documented.includes(line))).toEqual([]);
        });
    });
