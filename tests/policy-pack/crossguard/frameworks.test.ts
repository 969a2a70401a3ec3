import { describe, expect, test } from "vitest";
import { tagsOf } from "../../../policy-pack/crossguard/frameworks.ts";
import { configOf, defaults } from "../../../policy-pack/judgement/check-config.ts";
import { judge } from "../../../policy-pack/judgement/judge.ts";
import { rules } from "../../../policy-pack/rules/index.ts";
import { changed } from "../stack.ts";
import { clusterCases } from "./framework-cases/cluster.ts";
import { objectCases } from "./framework-cases/objects.ts";
import { podCases } from "./framework-cases/pods.ts";
import { scannerCases } from "./framework-cases/scanners.ts";

const cases = [...podCases, ...objectCases, ...clusterCases, ...scannerCases];

/** Frameworks whose every reference is a case. Of those with a public suite, its cases are judged by the checks. */
const frameworks = ["checkov", "cis", "hardeneks", "kube-linter", "kube-score", "kubescape", "prowler", "trivy"];

describe("a fault that is a case of another tool", () => {
    test.each(cases.map((each) => [Object.values(each.answers).join(" "), each] as const))(
        "%s is found by the check that refers to it",
        (_, { check, fault }) => {
            const rule = rules.find(({ id }) => id === check);
            if (!rule) throw new Error(`there is no check ${check}`);
            const { result } = judge(rule, changed(fault), configOf(defaults, rule), new Map(), "2026-11-21");
            expect(result.status).toBe("fail");
        },
    );
});

test.each(frameworks)("each reference to %s has a case, and each case is a reference", (framework) => {
    const claimed = rules.flatMap(({ id }) =>
        tagsOf(id).flatMap((tag) => (tag.startsWith(`${framework}:`) ? [`${id} ${tag.split(":")[1]}`] : [])),
    );
    const shown = cases.flatMap(({ check, answers }) =>
        (answers[framework as keyof typeof answers]?.split(" ") ?? []).map((name) => `${check} ${name}`),
    );
    expect([...new Set(shown)].sort()).toEqual(claimed.sort());
});
