import type { View } from "./view.ts";

export const exitCodes = { pass: 0, fail: 1, unknown: 2, wrongUse: 3, fault: 4 } as const;

/** A mandatory failure that no live debt covers, else a mandatory check that could not be judged, else all is well. */
export function exitCode({ todo }: Pick<View, "todo">): number {
    if (todo.fail.length > 0) return exitCodes.fail;
    return todo.unknown.length > 0 ? exitCodes.unknown : exitCodes.pass;
}
