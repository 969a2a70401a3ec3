import { elapsed, say } from "../console.ts";

/** Milliseconds between two lines. */
const interval = 15_000;

/**
 * The line of a resource that the engine has done: ` +  aws:kms/key:Key shop-data created (0.1s)`. One that is replaced,
 * or of which there is something to tell, has several.
 */
const doneLine =
    /^ *[+~=-]+ +(\S+:\S+ \S+) (created|updated|deleted|replaced|imported|create|update|delete|replace|import|read)\b/;

/** A line of the engine's last words: `    + 322 created`, `    +-1 to replace`, `    7 changes. 333 unchanged`. */
const totalLine = /^ +(?:[+~=-]+ ?)?\d+ [a-z]/;
const total = /(\d+) (?:to \w+|created|updated|deleted|replaced|imported|unchanged|errored)\b/g;

/** What the engine is about, by how it begins to tell, and what becomes of resources there. */
const phases: Readonly<Record<string, string>> = { Previewing: "planned", Updating: "done", Destroying: "removed" };

/**
 * The engine's output where nobody watches a terminal: one line now and then instead of one for each resource, and what
 * it came to.
 */
export class Progress {
    readonly #start = Date.now();
    readonly #of: string;
    #totals: string[] = [];
    #last = Date.now();
    #done = new Set<string>();
    #phase = "done";

    /** @param expected how many resources a plan has just said that there will be; 0 where there was none */
    constructor(expected = 0) {
        this.#of = expected > 0 ? ` of ${expected}` : "";
    }

    line(text: string): void {
        const [, begun = ""] = /^(\w+) .*\(/.exec(text) ?? [];
        // The preview of an update has counts of its own, before.
        if (phases[begun]) [this.#done, this.#phase] = [new Set(), phases[begun]];
        if (text.startsWith("Resources:")) this.#totals = [];
        if (totalLine.test(text)) this.#totals.push(...Array.from(text.matchAll(total), ([words]) => words));
        const [, resource] = doneLine.exec(text) ?? [];
        if (!resource) return;
        this.#done.add(resource);
        if (Date.now() - this.#last < interval) return;
        this.#last = Date.now();
        say(`  ${this.#done.size}${this.#of} resources ${this.#phase} after ${elapsed(this.#start)}`);
    }

    /** How many resources a plan says that there will be something to do with. */
    get planned(): number {
        const counts = this.#totals.filter((words) => words.includes(" to "));
        return counts.reduce((sum, words) => sum + Number.parseInt(words, 10), 0);
    }

    /** What the engine says at its end. */
    end(): void {
        if (this.#totals.length > 0) say(`  Resources: ${this.#totals.join(", ")}, after ${elapsed(this.#start)}`);
    }
}
