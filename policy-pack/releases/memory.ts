import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Changes with what is made of Helm's answer before it is kept. */
const form = "4";
const month = 30 * 24 * 60 * 60 * 1000;

/**
 * What Helm answered in earlier runs, as JSON: a file each, named by the digest of all that it is made of; and charts as
 * Helm is given them. Only the user can read them. What is a month old goes when the first is asked for.
 */
export class Memory {
    readonly #folder: string;
    #swept = false;

    constructor(folder: string) {
        this.#folder = join(folder, form);
    }

    /** Nothing where it was never kept, or cannot be read. */
    recall<T>(digest: string): T | undefined {
        this.#sweep();
        try {
            return JSON.parse(readFileSync(join(this.#folder, `${digest}.json`), "utf8"));
        } catch {
            return undefined;
        }
    }

    keep(digest: string, answer: unknown): void {
        this.keepFile(`${digest}.json`, JSON.stringify(answer));
    }

    /** The file that was kept under this name. */
    file(name: string): string | undefined {
        const file = join(this.#folder, name);
        return existsSync(file) ? file : undefined;
    }

    /** Where the disk takes nothing, the next run asks again. */
    keepFile(name: string, content: string | Uint8Array): void {
        const file = join(this.#folder, name);
        const draft = `${file}.${process.pid}`;
        try {
            mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
            writeFileSync(draft, content, { mode: 0o600 });
            renameSync(draft, file);
        } catch {
            // Nothing is lost but time; a draft that is left goes with what is old.
        }
    }

    #sweep(): void {
        if (this.#swept) return;
        this.#swept = true;
        try {
            const files = readdirSync(this.#folder).map((name) => join(this.#folder, name));
            const old = files.filter((file) => Date.now() - statSync(file).mtimeMs > month);
            for (const file of old) rmSync(file, { force: true });
        } catch {
            // Nothing was kept yet, or another run sweeps at the same time.
        }
    }
}

export const digestOf = (of: unknown): string => createHash("sha256").update(JSON.stringify(of)).digest("hex");

/** What was made before in this process, or is being made; what failed is made again. */
export function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
    const made = known.get(key) ?? make();
    known.set(key, made);
    made.catch(() => known.delete(key));
    return made;
}
