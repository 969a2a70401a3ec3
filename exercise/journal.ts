import { say } from "../sandbox/console.ts";
import { duration, type Evidence, type Step } from "./steps.ts";

/** Writes down every step with its times, while it runs. */
export class Journal {
    readonly steps: Step[] = [];

    /** Does a step. One that breaks off is written down so, and ends the exercise. */
    async step(name: string, work: () => Promise<readonly Evidence[]>): Promise<void> {
        const began = Date.now();
        say(name);
        try {
            const evidence = await work();
            this.#note({ name, began, ended: Date.now(), evidence });
        } catch (error) {
            this.#note({ name, began, broken: (error as Error).message, evidence: [] });
            throw error;
        }
        const bad = this.steps.at(-1)?.evidence.find(({ seen }) => !seen);
        if (bad) throw new NotSeen(`${name}: not seen that ${bad.what} (${bad.detail})`);
    }

    #note(step: Step): void {
        this.steps.push(step);
        for (const { what, seen, detail } of step.evidence) console.log(`    ${seen ? "✔" : "✘"} ${what}: ${detail}`);
        console.log(
            `    ${step.broken ? `broke off: ${step.broken}` : `took ${duration((step.ended ?? 0) - step.began)}`}`,
        );
    }
}

/** A step came to its end, and what had to be seen was not. */
export class NotSeen extends Error {}
