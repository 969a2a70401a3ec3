/** Faults that change nothing of what a check says, by file and reason: each by its name in the list of survivors. */
interface Equivalent {
    readonly file: string;
    readonly reason: string;
    readonly faults: readonly string[];
}

export const equivalent: readonly Equivalent[] = [];
