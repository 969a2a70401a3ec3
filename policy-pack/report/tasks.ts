import { type CheckView, reasons } from "./view.ts";

/** One thing to do, and the checks that wait for it. */
export interface Task {
    readonly reason: string;
    readonly checks: readonly CheckView[];
}

/** Checks with one reason are one task: a chart that is not rendered is found out once, whatever waits for it. */
export function tasksOf(checks: readonly CheckView[]): Task[] {
    const groups = Map.groupBy(checks, (check) => JSON.stringify(check.debt ?? messagesOf(check)));
    return [...groups.values()].map((group) => ({ reason: reasonOf(group[0]), checks: group }));
}

const messagesOf = (check: CheckView): string[] => [...new Set(reasons(check).map(({ message }) => message))];

function reasonOf(check: CheckView | undefined): string {
    return check?.debt?.reason ?? (check && messagesOf(check)[0]) ?? check?.title ?? "";
}
