import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Changes with what is made of Helm's answer before it is kept. */
const form = "3";
const month = 30 * 24 * 60 * 60 * 1000;

/**
 * What Helm answered in earlier runs, as JSON: a file each, named by the digest of all that it is made of. Only the user can
 * read them. What is a month old goes when the first is asked for.
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
            return JSON.parse(readFileSync(this.#file(digest), "utf8"));
        } catch {
            return undefined;
        }
    }

    /** Where the disk takes nothing, the next run asks again. */
    keep(digest: string, answer: unknown): void {
        const file = this.#file(digest);
        try {
            const draft = `${file}.${process.pid}`;
            mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
            writeFileSync(draft, JSON.stringify(answer), { mode: 0o600 });
            renameSync(draft, file);
        } catch {
            // Nothing is lost but time; a draft that is left goes with what is old.
        }
    }

    #file(digest: string): string {
        return join(this.#folder, `${digest}.json`);
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
