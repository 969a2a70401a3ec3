import type { View } from "./view.ts";

export const exitCodes = { pass: 0, fail: 1, unknown: 2, wrongUse: 3, fault: 4 } as const;

/**
 * A mandatory failure that no live debt covers, else a mandatory check that could not be judged, a file that could not
 * be read, or nothing that any check looked at, else all is well.
 */
export function exitCode({ todo, verdict }: Pick<View, "todo" | "verdict">): number {
    if (todo.fail.length > 0) return exitCodes.fail;
    return todo.unknown.length > 0 || verdict.mark === "unknown" ? exitCodes.unknown : exitCodes.pass;
}
