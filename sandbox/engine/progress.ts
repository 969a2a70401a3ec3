import { elapsed, say } from "../console.ts";

/** Milliseconds between two lines. */
const interval = 15_000;

/** The line of a resource that the engine has done: ` +  aws:kms/key:Key shop-data created (0.1s)`. */
const doneLine = /^ *[+~-]+ +\S+:\S+ \S+ (created|updated|deleted|replaced|create|update|delete|replace|read)\b/;

/** A line of the engine's last words: `    + 322 created`, `    333 unchanged`. */
const totalLine = /^ +(?:[+~-]+ )?\d+ (?:changes?|to \w+|created|updated|deleted|replaced|unchanged|errored)\b/;

/**
 * The engine's output where nobody watches a terminal: one line now and then instead of one for each resource, and what
 * it came to.
 */
export class Progress {
    readonly #start = Date.now();
    #totals: string[] = [];
    #last = Date.now();
    #done = 0;
    #doing = "";

    line(text: string): void {
        // The preview of an update has counts of its own, before.
        if (text.startsWith("Previewing ")) this.#doing = "planned ";
        if (/^(Updating|Destroying) \(/.test(text)) [this.#done, this.#doing] = [0, ""];
        if (text.startsWith("Resources:")) this.#totals = [];
        if (totalLine.test(text)) this.#totals.push(text.trim());
        if (!doneLine.test(text)) return;
        this.#done++;
        if (Date.now() - this.#last < interval) return;
        this.#last = Date.now();
        say(`  ${this.#done} resources ${this.#doing}after ${elapsed(this.#start)}`);
    }

    /** What the engine says at its end. */
    end(): void {
        if (this.#totals.length > 0) say(`  ${this.#totals.join(", ")}, after ${elapsed(this.#start)}`);
    }
}
