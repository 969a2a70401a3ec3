import type { CheckResult, Debt } from "../judgement/result.ts";
import type { Mark } from "./mark.ts";
import { longDate, plural } from "./phrases.ts";

/** What the whole report comes to. */
export interface Verdict {
    readonly mark: Mark;
    readonly sentence: string;
}

interface Marked {
    readonly mark: Mark;
}

/** Mandatory checks by what they ask for; debts by date. */
type Todo = Readonly<Record<"fail" | "unknown" | "debt", readonly { readonly debt?: Debt }[]>>;

/** Checks that said something of what there is, and whether there was anything to look at. */
interface Extent {
    readonly checks: readonly (Marked & Pick<CheckResult, "level" | "evidence">)[];
    readonly isEmpty: boolean;
    /** Files that could not be read. */
    readonly unread: number;
}

/** The whole report as one sentence for people who decide. */
export function verdictOf(rows: readonly Marked[], todo: Todo, { checks, isEmpty, unread }: Extent): Verdict {
    const count = (mark: Mark) => rows.filter((row) => row.mark === mark).length;
    /** Checks of a mark, and the rows that show it. */
    const those = (mark: "fail" | "debt", verb = "") => {
        const where = count(mark) > 0 ? `, in ${count(mark)} of ${plural(rows.length, "row")}` : "";
        return `${plural(todo[mark].length, "check")}${verb}${where}`;
    };

    if (todo.fail.length > 0) {
        return { mark: "fail", sentence: `Not ready: ${those("fail", todo.fail.length === 1 ? " fails" : " fail")}.` };
    }
    if (todo.unknown.length > 0 || unread > 0) {
        const owed = todo.debt.length > 0 ? `; ${todo.debt.length} still owed` : "";
        const open = [
            ...(todo.unknown.length > 0
                ? [`${plural(todo.unknown.length, "mandatory check")} could not be judged`]
                : []),
            ...(unread > 0 ? [`${plural(unread, "file")} could not be read`] : []),
        ];
        return { mark: "unknown", sentence: `Not proven: ${open.join(", ")}${owed}.` };
    }
    if (todo.debt.length > 0) {
        const last = longDate(todo.debt.at(-1)?.debt?.until ?? "");
        return { mark: "debt", sentence: `Nothing fails beyond the known debt: ${those("debt")}, due by ${last}.` };
    }
    const applying = rows.length - count("not-applicable");
    const passing = count("pass");
    if (passing === 0) return outsideRows(checks, isEmpty);
    if (passing < applying) {
        return { mark: "pass", sentence: `Ready: ${passing} of ${applying} rows pass, and the rest is advice.` };
    }
    return {
        mark: "pass",
        sentence: `Ready: all ${applying} rows${applying < rows.length ? " that apply" : ""} pass.`,
    };
}

/** What is said where no row is answered: by the checks that stand in no row, or that nothing was looked at. */
function outsideRows(checks: Extent["checks"], isEmpty: boolean): Verdict {
    const passing = checks.filter(({ level, mark }) => level === "mandatory" && mark === "pass").length;
    const isLookedAt = checks.some(({ evidence }) => evidence.some(({ urn }) => urn !== ""));
    if (passing > 0) {
        return { mark: "pass", sentence: `Nothing fails: ${plural(passing, "check")} passed, and no row is answered.` };
    }
    if (isLookedAt) return { mark: "not-applicable", sentence: "Nothing mandatory applies to what is in it." };
    return isEmpty
        ? { mark: "not-applicable", sentence: "Nothing to judge: there is nothing in it." }
        : { mark: "unknown", sentence: "Nothing was judged: no check looks at anything of what is in it." };
}
