import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { until } from "../../kubernetes/until.ts";

interface Head {
    sequence: number;
    written: string;
    sha256: string;
}

/** A record of the canary, as it lies on its volume. */
export interface StoredRecord {
    head: Head;
    content: Buffer;
}

/** Records that the program itself has written, from number 1. */
export async function writtenBy(program: string, count: number): Promise<StoredRecord[]> {
    const volume = mkdtempSync(join(tmpdir(), "canary-"));
    const home = "backup-canary";
    const canary = execa(
        program,
        ["canary", `--home=${home}`, `--volume=${volume}`, "--every=200ms", "--listen=127.0.0.1:0"],
        { env: { POD_NAMESPACE: home }, reject: false },
    );
    const records = new Map<number, StoredRecord>();
    try {
        await until("the canary to write", 30, async () => {
            const record = read(volume);
            if (record) records.set(record.head.sequence, record);
            return records.size >= count;
        });
    } finally {
        canary.kill();
        await canary;
    }
    return [...records.values()];
}

function read(volume: string): StoredRecord | undefined {
    try {
        const stored = readFileSync(join(volume, "record"));
        const end = stored.indexOf("\n");
        return { head: JSON.parse(stored.subarray(0, end).toString()), content: stored.subarray(end + 1) };
    } catch {
        return undefined;
    }
}

/** Puts a record on a volume. */
export const store = (volume: string, { head, content }: StoredRecord): void =>
    writeFileSync(join(volume, "record"), Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), content]));

/** The record as if it had been written then. */
export const dated = ({ head, content }: StoredRecord, written: Date): StoredRecord => ({
    head: { ...head, written: `${written.toISOString().slice(0, 19)}Z` },
    content,
});

export const sumOf = (content: Buffer): string => createHash("sha256").update(content).digest("hex");
