import type { Mistake } from "./mistake.ts";

/** What must hold between fields. */
export interface Relation<All> {
    /** Looked at where these are valid themselves. */
    fields: (keyof All & string)[];
    /** Every mistake in it, each at its own path. */
    broken: (settings: All) => Mistake[];
}

/** The mistake at a path, if it is one. */
export const mistakeIf = (broken: boolean, path: string, reason: string): Mistake[] =>
    broken ? [{ path, reason }] : [];
