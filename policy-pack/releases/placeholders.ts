import { type Opaque, UnknownValue } from "../inventory/unknown.ts";

/** What stands in the place of what cannot be read, in one rendering of a release. */
export type Placeholder = "word" | "digits" | "nothing";

const marker = /readiness-unknown-(\d+)/;

/** Values for Helm in which what cannot be read stands as a marker, and what the markers stand for. */
export interface Filled {
    readonly values: unknown;
    readonly hidden: readonly UnknownValue[];
}

/**
 * Fills in what cannot be read: with a word, with a text of digits, so that both a text that holds it and a number that
 * is made of it differ, or with an empty text, which a condition takes the other way.
 */
export function fillPlaceholders(values: unknown, placeholder: Placeholder): Filled {
    const hidden: UnknownValue[] = [];
    const stand = (leaf: UnknownValue): string => {
        const index = hidden.push(leaf) - 1;
        const texts = { word: `readiness-unknown-${index}`, digits: String(7_310_000 + index), nothing: "" };
        return texts[placeholder];
    };
    const fill = (value: unknown): unknown => {
        if (typeof value !== "object" || value === null) return value;
        const filled = Object.keys(value).map((key) => [key, look(value as Record<string, unknown>, key)] as const);
        if (Array.isArray(value)) return filled.map(([, content]) => content);
        return Object.fromEntries(filled);
    };
    const look = (parent: Record<string, unknown>, key: string): unknown => {
        try {
            return fill(parent[key]);
        } catch (error) {
            if (error instanceof UnknownValue) return stand(error);
            throw error;
        }
    };
    return { values: fill(values), hidden };
}

/** Why a text of the first rendering cannot be known, where it holds a marker that tells. */
export function causeOf(text: unknown, hidden: readonly UnknownValue[]): Opaque | undefined {
    const index = typeof text === "string" ? marker.exec(text)?.[1] : undefined;
    return index === undefined ? undefined : hidden[Number(index)]?.reason;
}
