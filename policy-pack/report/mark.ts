import type { CheckResult, Status } from "../judgement/result.ts";

/** What a person is shown: a status, `debt` for a failure that is owed with a date, `advice` for an advisory one. */
export type Mark = Status | "debt" | "advice";

export const words: Record<Mark, string> = {
    pass: "pass",
    fail: "fail",
    unknown: "unknown",
    debt: "debt",
    advice: "advice",
    "not-applicable": "n/a",
};

const marks: readonly Mark[] = ["fail", "unknown", "debt", "advice", "pass", "not-applicable"];

/** How many of each mark, worst first, none left out. */
export function tally(items: readonly { readonly mark: Mark }[]): { mark: Mark; count: number }[] {
    return marks.map((mark) => ({ mark, count: items.filter((item) => item.mark === mark).length }));
}

/** The worst of several; `undefined` for none. */
export function worst(found: readonly Mark[]): Mark | undefined {
    return marks.find((mark) => found.includes(mark));
}

export function markOf({ level, status, debt }: Pick<CheckResult, "level" | "status" | "debt">): Mark {
    if (status !== "fail") return status;
    return level === "advisory" ? "advice" : debt ? "debt" : "fail";
}

export const isGreen = (mark: Mark): boolean => mark === "pass" || mark === "not-applicable";
