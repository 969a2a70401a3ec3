import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../sandbox/paths.ts";
import { goBuild } from "../../sandbox/tools/go-build.ts";
import { Laboratory } from "./laboratory.ts";
import { type Mutant, mutants } from "./mutants.ts";
import { play, type ScenarioName } from "./scenarios.ts";

const module = join(root, "restore-test");
const folder = mkdtempSync(join(tmpdir(), "mutants-"));

let lab: Laboratory;

beforeAll(async () => {
    lab = await Laboratory.open((program) => program);
});

afterAll(() => lab?.close());

/** The program with the fault in it. */
async function mutated({ file, from, to }: Mutant, index: number): Promise<string> {
    const copy = join(folder, `source-${index}`);
    cpSync(module, copy, { recursive: true });
    const source = readFileSync(join(copy, file), "utf8");
    expect(source.split(from).length, `${from} in ${file}`).toBe(2);
    writeFileSync(
        join(copy, file),
        source.replace(from, () => to),
    );
    const output = join(folder, `program-${index}`);
    const name = `mutant ${index}`;
    expect(
        await goBuild({ name, duration: "10 seconds", module: copy, variables: {}, tags: [], output }),
    ).toBeUndefined();
    return join(output, "restore-test");
}

test.for([...new Set(mutants.map(({ noticed }) => noticed))])("Without a fault: %s", async (name: ScenarioName) => {
    expect(await play(lab, name)).toEqual([]);
});

test.for(mutants.map((mutant, index) => ({ ...mutant, index })))("$file: $from", async ({ index, ...mutant }) => {
    const program = await mutated(mutant, index);
    const faults = await lab.with(program, () => play(lab, mutant.noticed));
    expect(faults).not.toEqual([]);
});

test("Every check of the program has a mutant", () => {
    const source = readFileSync(join(module, "restores/checks.go"), "utf8");
    const list = source.match(/var checks = \[\]check\{\n(.*?)\n\}/s)?.[1] ?? "";
    const checks = list.split("\n").map((line) => line.trim().replace(",", ""));
    const mutated = mutants.filter(({ to }) => to === "\n").map(({ from }) => from.trim().replace(",", ""));
    expect(mutated.toSorted()).toEqual(checks.toSorted());
});
