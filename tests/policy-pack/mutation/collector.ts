import { expect } from "vitest";

/** A test of a file, not run yet. */
export interface Test {
    /** Its describes, its own name and its row. */
    readonly name: string;
    readonly run: () => unknown;
}

type Action = (...row: never[]) => unknown;

/** Takes tests as Vitest does, and leaves it to the caller which of them run. What is not here, a file cannot use. */
export class Collector {
    #tests: Test[] = [];
    #path: readonly string[] = [];

    /** The tests that a file has, in order. */
    collect(load: () => unknown): readonly Test[] {
        this.#tests = [];
        load();
        return this.#tests;
    }

    /** What a file imports of Vitest. */
    readonly vitest = {
        expect,
        describe: this.#eachToo((name, action) => {
            const outer = this.#path;
            this.#path = [...outer, name];
            action();
            this.#path = outer;
        }),
        test: Object.assign(
            this.#eachToo((name, run) => {
                this.#tests.push({ name: [...this.#path, name].join(" > "), run });
            }),
            { skip: () => {} },
        ),
    };

    #eachToo(take: (name: string, action: () => unknown) => void) {
        const each = (rows: readonly unknown[]) => (name: string, action: Action) => {
            for (const [index, row] of rows.entries()) {
                const values = Array.isArray(row) ? row : [row];
                take(`${name} #${index} ${labelOf(values)}`, () => action(...(values as never[])));
            }
        };
        return Object.assign(take, { each });
    }
}

/** What of a row tells whom it is about. */
const labelOf = (values: readonly unknown[]): string =>
    values
        .map((value) => (typeof value === "object" && value !== null && "check" in value ? value.check : value))
        .filter((value) => typeof value === "string")
        .join(" ");
