import { createHash } from "node:crypto";

/** What the example workload writes to its volume, one after the other. */
export interface Record {
    readonly number: number;
    /** When it was written, ISO 8601. */
    readonly time: string;
    /** Name of the cluster that wrote it. */
    readonly cluster: string;
    /** Hash of the one before. */
    readonly previous: string;
    readonly hash: string;
}

const hashOf = ({ number, time, cluster, previous }: Omit<Record, "hash">): string =>
    createHash("sha256")
        .update(JSON.stringify([number, time, cluster, previous]))
        .digest("hex");

/** The record after this one. */
export function next(last: Record | undefined, cluster: string, time: Date): Record {
    const record = {
        number: (last?.number ?? 0) + 1,
        time: time.toISOString(),
        cluster,
        previous: last?.hash ?? "",
    };
    return { ...record, hash: hashOf(record) };
}

/** Records of a file, a line each. A last line that was not finished was not written. */
export const recordsIn = (content: string): Record[] =>
    content
        .slice(0, content.lastIndexOf("\n") + 1)
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line));

/** What is wrong with records that were read back; nothing where each follows the one before, from the first. */
export function faultOf(records: readonly Record[]): string | undefined {
    if (records.length === 0) return "there is no record";
    let last: Record | undefined;
    for (const record of records) {
        if (record.number !== (last?.number ?? 0) + 1)
            return `record ${record.number} follows ${last?.number ?? "nothing"}`;
        if (record.previous !== (last?.hash ?? "")) return `record ${record.number} does not know the one before`;
        if (record.hash !== hashOf(record)) return `record ${record.number} is not what was written`;
        last = record;
    }
    return undefined;
}
