import { expect, test } from "vitest";
import { tagsOf } from "../../../policy-pack/crossguard/frameworks.ts";
import { rules } from "../../../policy-pack/rules/index.ts";
import { gatekeeperLibrary } from "./gatekeeper-library.ts";
import { kyvernoPolicies } from "./kyverno-policies.ts";
import { polaris } from "./polaris.ts";
import type { Answer, Suite } from "./suite.ts";

const lastOf = (path: string): string | undefined => path.split(" ")[0]?.split("/").at(-1);

/** Checks that answer a foreign rule; none where a reason stands instead. */
function checksOf(answer: Answer): string[] {
    if (typeof answer === "string") return [];
    const findings = "checks" in answer ? answer.checks : answer;
    return findings.map((finding) => (typeof finding === "string" ? finding : finding.check));
}

test.each([polaris, gatekeeperLibrary, kyvernoPolicies].map((suite): [string, Suite] => [suite.name, suite]))(
    "a check that refers to a rule of %s is one that its cases are judged by",
    (name, { answers }) => {
        const claimed = rules.flatMap(({ id }) => tagsOf(id).map((tag) => ({ id, rule: tag.split(":")[1] ?? "" })));
        const known = Object.entries(answers).map(([rule, answer]) => [lastOf(rule), checksOf(answer)] as const);
        const wrong = claimed.filter(({ id, rule }) => {
            const checks = known.filter(([each]) => each === lastOf(rule)).flatMap(([, found]) => found);
            return tagsOf(id).includes(`${name}:${rule}`) && !checks.includes(id);
        });
        expect(wrong).toEqual([]);
    },
);
