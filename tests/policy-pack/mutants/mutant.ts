import { type Change, hide, set } from "../stack.ts";

/** One thing broken in the ready stack, and the check that must say so. */
export interface Mutant {
    readonly check: string;
    readonly breaks: Change;
    /**
     * Makes what the check decides on unknown; then it must be unknown. Left out where absence is all there is to see.
     */
    readonly hides?: Change;
    /** Policy configuration that the check needs to apply at all. */
    readonly config?: object;
    /** Other checks that fire too, with the reason. */
    readonly also?: Readonly<Record<string, string>>;
}

/** A mutant of one property, which is also the one that is made unknown. */
export const property = (
    check: string,
    which: string,
    path: string | readonly string[],
    value: unknown,
    also?: Mutant["also"],
): Mutant => ({
    check,
    breaks: set(which, path, value),
    hides: hide(which, path),
    also,
});
