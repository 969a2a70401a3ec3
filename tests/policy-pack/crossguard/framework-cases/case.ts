import type { Change } from "../../stack.ts";

export type Framework =
    | ("kubescape" | "kube-linter" | "kube-score" | "hardeneks")
    | ("trivy" | "checkov" | "prowler" | "cis");

/** A fault that a rule of another tool finds, put into the ready stack, and the check that finds it too. */
export interface Case {
    readonly check: string;
    readonly fault: Change;
    /** Names of the rules, with spaces between them. */
    readonly answers: Readonly<Partial<Record<Framework, string>>>;
}

export const answers = (check: string, fault: Change, rules: Case["answers"]): Case => ({
    check,
    fault,
    answers: rules,
});
