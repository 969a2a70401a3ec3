import { UnknownValue } from "../inventory/unknown.ts";

/** Reads one value, which may throw `UnknownValue`: what is not known of one hides no other. */
// biome-ignore lint/suspicious/noExplicitAny: inputs of any provider
export type Reading<T = any> = () => T;

const parsed = new Map<string, readonly string[]>();

/** Keys of a path, each list's items as a step of their own: `rules`, `[]`, `name`. */
function stepsOf(path: string): readonly string[] {
    const known = parsed.get(path);
    if (known) return known;
    const steps = path === "" ? [] : path.replaceAll("[]", ".[]").split(".");
    parsed.set(path, steps);
    return steps;
}

/**
 * What stands at a path such as `spec.rules[].backend.service`, where `[]` stands for each item of a list. What is not
 * set gives nothing, and neither does what an object leaves to others.
 */
export function walk(value: unknown, path: string): readonly Reading[] {
    const found: Reading[] = [];
    follow(value, stepsOf(path), 0, found);
    return found;
}

function follow(value: unknown, steps: readonly string[], at: number, found: Reading[]): void {
    if (value === undefined || value === null) return;
    const step = steps[at];
    if (step === undefined) {
        found.push(() => value);
        return;
    }
    const keys = step !== "[]" ? [step] : Array.isArray(value) ? Object.keys(value) : [];
    for (const key of keys) {
        try {
            follow((value as Record<string, unknown>)[key], steps, at + 1, found);
        } catch (error) {
            if (!(error instanceof UnknownValue)) throw error;
            if (error.reason !== "left out") found.push(() => deny(error));
        }
    }
}

function deny(error: UnknownValue): never {
    throw error;
}
