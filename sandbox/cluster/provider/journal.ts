import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One thing that was done to a real cluster, in milliseconds since 1970. */
export interface Deed {
    readonly verb: "create" | "update" | "delete";
    /** `Release karpenter/karpenter`, `karpenter.sh/v1 NodePool general`. */
    readonly what: string;
    readonly start: number;
    readonly end: number;
    /** Why it failed. */
    readonly failure?: string;
}

const fileIn = (folder: string): string => join(folder, "journal.jsonl");

/** Does something and writes down when it began and ended. */
export async function noted<T>(
    folder: string,
    deed: Pick<Deed, "verb" | "what">,
    action: () => Promise<T>,
): Promise<T> {
    const start = Date.now();
    const note = (failure?: string) =>
        appendFileSync(fileIn(folder), `${JSON.stringify({ ...deed, start, end: Date.now(), failure })}\n`);
    try {
        const result = await action();
        note();
        return result;
    } catch (error) {
        note(String(error));
        throw error;
    }
}

/** What was done, in the order in which it ended. */
export function deedsIn(folder: string): Deed[] {
    const lines = existsSync(fileIn(folder)) ? readFileSync(fileIn(folder), "utf8").trim().split("\n") : [];
    return lines.filter(Boolean).map((line) => JSON.parse(line));
}
