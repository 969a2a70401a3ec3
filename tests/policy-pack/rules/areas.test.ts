import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Rule } from "../../../policy-pack/judgement/rule.ts";
import { rules } from "../../../policy-pack/rules/index.ts";
import { root } from "../../../sandbox/paths.ts";

const folder = join(root, "policy-pack/rules");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\/(?!index\.ts)/.test(file));

/** Every export of every file of the areas, with its area. */
const exported = await Promise.all(
    files.map(async (file) =>
        Object.values<Rule>(await import(join(folder, file))).map(({ id }) => ({ id, area: file.split("/")[0] })),
    ),
);

/** By what an id is or begins with, its area: the table of the guide. */
const guide = [
    ...readFileSync(join(root, "policy-pack/README.md"), "utf8").matchAll(/^\| `(\w+)\/` \| (`[a-z].*) \|$/gm),
]
    .flatMap(([, area, ids = ""]) => [...ids.matchAll(/`([a-z0-9-]+)…?`/g)].map(([, start = ""]) => ({ start, area })))
    .sort((one, other) => other.start.length - one.start.length);

test("The files of the areas export rules alone, and the list holds each of them once", () => {
    const ids = exported.flat().map(({ id }) => id);
    expect(ids.sort()).toEqual(rules.map(({ id }) => id).sort());
});

test("The guide tells the area of each check by the first words of its id, and no words that no id begins with", () => {
    const wrong = exported
        .flat()
        .filter(({ id, area }) => guide.find(({ start }) => id.startsWith(start))?.area !== area);
    expect(wrong).toEqual([]);
    expect(guide.filter(({ start }) => !rules.some(({ id }) => id.startsWith(start)))).toEqual([]);
});
