import { mkdtempSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { expect, inject, test } from "vitest";

const reporter = resolve(import.meta.dirname, "../summary.ts");

/** Runs a test file of this content, as `make test` would. */
async function run(content: string) {
    const folder = mkdtempSync(join(inject("scratchFolder"), "summary-"));
    writeFileSync(
        join(folder, "it.test.ts"),
        `import { beforeAll, describe, expect, test } from "vitest"; const yes = () => {}; const no = () => expect(1).toBe(2);\n${content}`,
    );
    writeFileSync(join(folder, "vitest.config.ts"), "export default {};");
    const { exitCode, stdout } = await execa(
        resolve(import.meta.dirname, "../../node_modules/.bin/vitest"),
        ["run", "--root", folder, "--reporter", "default", "--reporter", reporter],
        { reject: false },
    );
    return { succeeded: exitCode === 0, last: stdout.trimEnd().split("\n").at(-1) };
}

test.for([
    { that: "passes", content: `test("a", yes); test("b", yes);`, last: "2 passed, 0 failed", succeeded: true },
    { that: "fails", content: `test("a", yes); test("b", no);`, last: "1 passed, 1 failed", succeeded: false },
    { that: "cannot be read", content: `import "./missing.ts";`, last: "0 passed, 1 failed", succeeded: false },
    {
        that: "fails before its tests",
        content: `test("a", yes); describe("d", () => { beforeAll(no); test("b", yes); });`,
        last: "1 passed, 1 failed",
        succeeded: false,
    },
    {
        that: "fails outside its tests",
        content: `test("a", yes); setTimeout(() => { throw new Error("late"); }); test("b", () => new Promise((done) => setTimeout(done, 50)));`,
        last: "2 passed, 1 failed",
        succeeded: false,
    },
    { that: "skips all", content: `test.skip("a", yes);`, last: "0 passed, 0 failed", succeeded: false },
])("the last line counts a file that $that", async ({ content, last, succeeded }) => {
    expect(await run(content)).toEqual({ last, succeeded });
});
