/** Something that was looked at, and whether it was seen to be as it must be. */
export interface Evidence {
    readonly what: string;
    readonly seen: boolean;
    /** What was seen, for people. */
    readonly detail: string;
}

/** A step of the exercise, in milliseconds since 1970. */
export interface Step {
    readonly name: string;
    readonly began: number;
    /** Undefined where it never came to its end. */
    readonly ended?: number;
    /** Why it broke off. */
    readonly broken?: string;
    readonly evidence: readonly Evidence[];
}

/** Some time that people ask for: how long it took to serve again, or how old the data is. */
export interface Gap {
    readonly what: string;
    readonly milliseconds: number;
}

/**
 * Why the exercise did not pass; nothing where it did. What was not seen counts as what was seen to be wrong: a step
 * that is missing, one that broke off, one that nobody looked at, and evidence that says anything but yes.
 *
 * @param expected names of the steps that there must be, in their order
 */
export function faultsOf(expected: readonly string[], steps: readonly Step[]): string[] {
    const missing = expected
        .filter((name) => !steps.some((step) => step.name === name))
        .map((name) => `${name}: was not done`);
    const order =
        steps.map(({ name }) => name).join("|") === expected.join("|") || missing.length > 0
            ? []
            : ["the steps are others than those that were planned"];
    return [...missing, ...order, ...steps.flatMap(faultsIn)];
}

function faultsIn({ name, ended, broken, evidence }: Step): string[] {
    if (broken !== undefined) return [`${name}: ${broken}`];
    if (ended === undefined) return [`${name}: did not end`];
    if (evidence.length === 0) return [`${name}: nothing was looked at`];
    return evidence
        .filter(({ seen }) => seen !== true)
        .map(({ what, detail }) => `${name}: not seen that ${what} (${detail})`);
}

/** Seconds for people: `7.2 s`, `2 min 40 s`. */
export function duration(milliseconds: number): string {
    const seconds = milliseconds / 1000;
    if (seconds < 60) return `${seconds.toFixed(1)} s`;
    return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
