import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { charts } from "../../components/platform/charts.ts";
import renovate from "../../renovate.json" with { type: "json" };

const root = join(import.meta.dirname, "../..");

/** What a manager finds in its files: versions by their name. */
const found = renovate.customManagers.map(({ description, managerFilePatterns, matchStrings, ...manager }) => {
    const files = managerFilePatterns.map((pattern) => pattern.replaceAll(/^\/\^|\$\/$|\\/g, ""));
    const text = files.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
    const matches = matchStrings.flatMap((pattern) => [...text.matchAll(new RegExp(pattern, "g"))]);
    const names = matches.map(
        ({ groups }) => groups?.depName ?? ("depNameTemplate" in manager && manager.depNameTemplate),
    );
    return { description, names, versions: matches.map(({ groups }) => groups?.currentValue) };
});

test.each(found)("Renovate sees: $description", ({ names, versions }) => {
    expect(names.length).toBeGreaterThan(0);
    for (const version of versions) expect(version).toMatch(/^v?\d+\.\d+\.\d+$/);
});

test("Renovate sees every chart, once", () => {
    const seen = found.filter(({ description }) => /charts/.test(description)).flatMap(({ names }) => names);
    expect(seen.toSorted()).toEqual(
        Object.values(charts)
            .map(({ name }) => name)
            .toSorted(),
    );
});
