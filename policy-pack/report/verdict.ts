import type { Debt } from "../judgement/result.ts";
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

/** The whole report as one sentence for people who decide. */
export function verdictOf(rows: readonly Marked[], todo: Todo): Verdict {
    const count = (mark: Mark) => rows.filter((row) => row.mark === mark).length;
    /** Checks of a mark, and the rows that show it. */
    const those = (mark: "fail" | "debt", verb = "") => {
        const where = count(mark) > 0 ? `, in ${count(mark)} of ${plural(rows.length, "row")}` : "";
        return `${plural(todo[mark].length, "check")}${verb}${where}`;
    };

    if (todo.fail.length > 0) {
        return { mark: "fail", sentence: `Not ready: ${those("fail", todo.fail.length === 1 ? " fails" : " fail")}.` };
    }
    if (todo.unknown.length > 0) {
        const owed = todo.debt.length > 0 ? `; ${todo.debt.length} still owed` : "";
        const open = plural(todo.unknown.length, "check");
        return { mark: "unknown", sentence: `Not proven: ${open} could not be judged${owed}.` };
    }
    if (todo.debt.length > 0) {
        const last = longDate(todo.debt.at(-1)?.debt?.until ?? "");
        return { mark: "debt", sentence: `Nothing fails beyond the known debt: ${those("debt")}, due by ${last}.` };
    }
    const applying = rows.length - count("not-applicable");
    const passing = count("pass");
    if (passing === 0) return { mark: "not-applicable", sentence: "Nothing to judge: no mandatory check applies." };
    if (passing < applying) {
        return { mark: "pass", sentence: `Ready: ${passing} of ${applying} rows pass, and the rest is advice.` };
    }
    return {
        mark: "pass",
        sentence: `Ready: all ${applying} rows${applying < rows.length ? " that apply" : ""} pass.`,
    };
}
