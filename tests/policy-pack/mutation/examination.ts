import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Inventory } from "../../../policy-pack/inventory/inventory.ts";
import type { Rule } from "../../../policy-pack/judgement/rule.ts";
import { root } from "../../../sandbox/paths.ts";
import type { Change } from "../stack.ts";
import { Collector, type Test } from "./collector.ts";
import { type Double, Modules } from "./modules.ts";
import { mutantsOf } from "./mutators.ts";

/** What became of the mutants of one file. */
export interface Result {
    readonly mutants: number;
    readonly survivors: readonly Survivor[];
}

export interface Survivor {
    readonly name: string;
    readonly line: number;
}

const pack = join(root, "policy-pack");
const ruleList = join(pack, "rules/index.ts");
const stackFile = join(root, "tests/policy-pack/stack.ts");

/** What the collector does not give a test, and what would take too long. */
const needsMore = /^import .*\b(inject|vi)\b.* from "vitest"|await import|fast-check/m;

/** Tests that judge by rules, without processes of their own; those of properties try too much to do it thousands of times. */
const testFiles = globSync("tests/policy-pack/{*,{inventory,judgement,presence,reading,rules}/**/*}.test.ts", {
    cwd: root,
})
    .map((file) => join(root, file))
    .filter((file) => !needsMore.test(readFileSync(file, "utf8")))
    .sort();

const collector = new Collector();

/** A test makes the same stacks for every mutant: by their change where that stays, else by test and turn. */
const byChange = new WeakMap<Change, Inventory>();
const byTurn = new Map<string, Inventory>();
const turn = { of: "", number: 0 };

function begin(test: string): void {
    turn.of = test;
    turn.number = 0;
}

type MakeStack = (...changes: Change[]) => Inventory;
const remembering =
    (make: MakeStack): MakeStack =>
    (...changes) => {
        turn.number += 1;
        const [change, ...others] = changes;
        const only = others.length === 0 ? change : undefined;
        const key = `${turn.number} ${turn.of}`;
        const known = (only && byChange.get(only)) ?? byTurn.get(key);
        if (known) return known;
        const inventory = make(...changes);
        byTurn.set(key, inventory);
        if (only) byChange.set(only, inventory);
        return inventory;
    };

/** The tests, with the stacks that they share. */
const modules = new Modules(
    new Map<string, Double>([
        ["vitest", () => collector.vitest],
        [stackFile, (real) => ({ ...real, changed: remembering(real.changed as MakeStack) })],
    ]),
);
for (const file of testFiles) collect(modules, file);

function collect(from: Modules, file: string): Test[] {
    begin(file);
    return collector.collect(() => from.load(file)).map(({ name, run }) => ({ name: `${file} ${name}`, run }));
}

/** Ids of the checks that a file has a part in, and of those that inhibit them. */
function checksOf(file: string): Set<string> {
    const ruleFiles = [...modules.dependents(file)].filter((each) => /policy-pack\/rules\/\w+\/(?!index)/.test(each));
    const exported = ruleFiles.filter((each) => each.startsWith(pack)).map((each) => modules.load(each));
    const ids = new Set(exported.flatMap((each) => Object.values(each as Record<string, Rule>).map(({ id }) => id)));
    const { rules } = modules.load(ruleList) as { rules: readonly Rule[] };
    for (const id of ids) for (const each of rules.find((rule) => rule.id === id)?.inhibitedBy ?? []) ids.add(each);
    return ids;
}

async function passes({ name, run }: Test): Promise<boolean> {
    begin(name);
    try {
        await run();
        return true;
    } catch {
        return false;
    }
}

/**
 * Puts every fault into a file, and sees which of them no test notices. Only the checks that the file has a part in are
 * judged: a test that needs others fails without a fault too, and says nothing.
 */
export async function examine(file: string): Promise<Result> {
    const ids = checksOf(file);
    const only = ({ rules }: { rules?: unknown }) => ({ rules: (rules as Rule[]).filter(({ id }) => ids.has(id)) });
    const judging = modules.with(new Map([[ruleList, only]]));
    const dependents = modules.dependents(file);
    const files = testFiles.filter((each) => dependents.has(each));

    const source = readFileSync(file, "utf8");
    // Loaded anew like for a fault: a test that needs no list of rules is loaded already, and says nothing twice.
    const unchanged = judging.change(file, source);
    const sound = new Set<string>();
    for (const test of files.flatMap((each) => collect(unchanged, each))) if (await passes(test)) sound.add(test.name);
    // What found much so far, and what names a check of the file, comes first.
    const merits = new Map([...sound].map((name) => [name, name.split(" ").some((word) => ids.has(word)) ? 1 : 0]));

    const survives = async (mutant: string): Promise<boolean> => {
        let tests: Test[];
        try {
            const changed = judging.change(file, mutant);
            tests = files.flatMap((each) => collect(changed, each)).filter(({ name }) => sound.has(name));
        } catch {
            return false;
        }
        if (tests.length < sound.size) return false;
        const merit = ({ name }: Test) => merits.get(name) ?? 0;
        for (const test of tests.sort((one, other) => merit(other) - merit(one))) {
            if (await passes(test)) continue;
            merits.set(test.name, merit(test) + 1);
            return false;
        }
        return true;
    };

    const mutants = mutantsOf(file, source);
    const survivors: Survivor[] = [];
    for (const mutant of mutants)
        if (await survives(mutant.source)) survivors.push({ name: mutant.name, line: mutant.line });
    return { mutants: mutants.length, survivors };
}
