import { parseConfig } from "../../../policy-pack/configuration.ts";
import { inventory } from "../../../policy-pack/inventory/inventory.ts";
import { configOf } from "../../../policy-pack/judgement/check-config.ts";
import { judge } from "../../../policy-pack/judgement/judge.ts";
import { rules } from "../../../policy-pack/rules/index.ts";
import type { Case, Finding, Suite } from "./suite.ts";

export type Outcome = "found" | "left alone" | "missed" | "false alarm" | "stricter" | "not covered" | "left out";

const today = "2026-11-21";

/** What our checks say of a case, against what the suite expects. */
export function outcomeOf({ answers, leftOut = {} }: Suite, each: Case): Outcome {
    if (Object.values(leftOut).some((name) => name.test(each.name))) return "left out";
    const answer = answers[each.rule];
    if (answer === undefined) throw new Error(`no check and no reason stands for ${each.rule}`);
    if (typeof answer === "string") return "not covered";
    const { checks, stricter } = "checks" in answer ? answer : { checks: answer, stricter: undefined };
    const flagged = checks.some((finding) => flags(finding, each));
    if (each.expected === "fail") return flagged ? "found" : "missed";
    if (!flagged) return "left alone";
    return stricter ? "stricter" : "false alarm";
}

/** Whether one check, on its own, fails for the object that the case is about, or for any. */
function flags(finding: Finding, { objects, about, config = {} }: Case): boolean {
    const { check, says } = typeof finding === "string" ? { check: finding, says: /^/ } : finding;
    const rule = rules.find(({ id }) => id === check);
    if (!rule) throw new Error(`there is no check ${check}`);
    const { result } = judge(rule, inventory(objects), configOf(parseConfig(config), rule), new Map(), today);
    const said = (message: string) => message.replace(rule.mend, "");
    return result.evidence.some(
        ({ status, message, urn }) => status === "fail" && says.test(said(message)) && (!about || urn === about),
    );
}
