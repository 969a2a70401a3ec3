import { UnknownValue } from "./unknown.ts";

/** The value of a read, if it can be read and is text. */
export function text(read: () => unknown): string | undefined {
    const value = known(read);
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

/** The texts of a list that can be read. */
export function texts(read: () => unknown): string[] {
    const value = known(read);
    return Array.isArray(value) ? [...value.keys()].flatMap((index) => text(() => value[index]) ?? []) : [];
}

/** The value of a read; nothing where it is unknown, secret or missing. */
export function known<Value>(read: () => Value): Value | undefined {
    try {
        return read();
    } catch (error) {
        if (error instanceof UnknownValue || error instanceof TypeError) return undefined;
        throw error;
    }
}
