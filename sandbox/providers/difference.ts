import { isDeepStrictEqual } from "node:util";
import { at } from "./checks.ts";
import type { Difference } from "./cloud.ts";
import type { Values } from "./values.ts";

/** What differs, property by property; `immutable` are the paths that no update can change. */
export function difference(before: Values, after: Values, immutable: string[]): Difference {
    const changes = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
        (key) => !isDeepStrictEqual(before[key], after[key]),
    );
    return { changes, replaces: changes.length > 0 ? immutable.filter((path) => differs(before, after, path)) : [] };
}

const differs = (before: Values, after: Values, path: string): boolean =>
    !isDeepStrictEqual(raw(before, path), raw(after, path));

// An unknown value must count as a difference, so it is looked at here although `at` leaves it out.
function raw(values: Values, path: string): unknown {
    if (path.includes("[]")) return at(values, path);
    return path.split(".").reduce<unknown>((value, key) => (value as Values | undefined)?.[key], values);
}
