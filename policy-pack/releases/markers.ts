import { type Opaque, UnknownValue } from "../unknown.ts";

/** One of the two renderings of a release. */
export type Side = "word" | "number";

const marker = /readiness-unknown-(\d+)/;

/** Values for Helm in which what cannot be read stands as a marker, and what the markers stand for. */
export interface Marked {
    readonly values: unknown;
    readonly hidden: readonly UnknownValue[];
}

/**
 * Fills in what cannot be read: with a word on one side and with a number on the other, so that both a text that holds it
 * and a number that is made of it differ.
 */
export function mark(values: unknown, side: Side): Marked {
    const hidden: UnknownValue[] = [];
    const stand = (leaf: UnknownValue): string => {
        const index = hidden.push(leaf) - 1;
        return side === "word" ? `readiness-unknown-${index}` : String(7_310_000 + index);
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
