import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "../../policy-pack/evaluate.ts";
import { rules } from "../../policy-pack/rules/index.ts";
import { inventoryOf } from "./judged.ts";
import { readyStack } from "./ready-stack.ts";

/** Every place in a value, as a list of keys. */
const places = (value: unknown, path: string[] = []): string[][] =>
    typeof value !== "object" || value === null
        ? [path]
        : [path, ...Object.entries(value).flatMap(([key, child]) => places(child, [...path, key]))];

test("inputs of any shape are judged without a crash", () => {
    const stack = readyStack();
    const all = stack.flatMap(({ props }, index) =>
        places(props)
            .filter(({ length }) => length > 0)
            .map((path) => ({ index, path })),
    );
    fc.assert(
        fc.property(fc.constantFrom(...all), fc.jsonValue(), ({ index, path }, value) => {
            const broken = structuredClone(stack);
            let parent = broken[index]?.props;
            for (const key of path.slice(0, -1)) parent = parent[key];
            parent[path.at(-1) ?? ""] = value;
            const report = evaluate(inventoryOf(broken));
            expect(report.checks).toHaveLength(rules.length);
        }),
        { numRuns: 150 },
    );
});
