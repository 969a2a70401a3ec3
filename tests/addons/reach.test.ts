import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { linesOf } from "../policy-pack/reach-lines.ts";
import { everything } from "./example.ts";
import { declaredLines, fewObjects, objectsOf, reach, removals } from "./reach.ts";
import { chartPath, hasChart } from "./render.ts";

const recorded = readFileSync(join(import.meta.dirname, "reach.txt"), "utf8")
    .trim()
    .split("\n");

const absent = everything.filter((addon) => hasChart(addon) && chartPath(addon.chart) === undefined);
const without =
    absent.length > 0 ? ` (without the pods and policies of ${absent.length} charts; CHARTS names them)` : "";

test(`Pods reach what is written down, and nothing else${without}`, () => {
    expect(linesOf(reach(everything, objectsOf(everything)))).toEqual(recorded);
});

const found = reach(everything, fewObjects);
const lines = linesOf(found);

test("Pods of the platform reach each other where both sides declare it, and nowhere else", () => {
    const platform = everything.map(({ namespace }) => namespace.name);
    const isOurs = (end: string | undefined) => platform.includes(end?.split("/")[0] ?? "");
    const between = lines.filter((line) =>
        line
            .split(/ → |: /)
            .slice(0, 2)
            .every(isOurs),
    );
    expect(between.toSorted()).toEqual(declaredLines(everything).toSorted());
});

/** What is allowed twice: its own flow is one of two. */
const doubled = ["tempo from metrics, 3200", "thanos from metrics, 9090"];

describe("What is not declared any more is denied, and named", () => {
    it.each(removals(everything))("$name", ({ name, namespace, addons }) => {
        const left = linesOf(reach(addons, fewObjects));
        const lost = lines.filter((line) => !left.includes(line));
        if (doubled.includes(name)) return expect(lost).toEqual([]);
        expect(lost).not.toEqual([]);
        expect(lost.filter((line) => !line.includes(namespace))).toEqual([]);
    });
});
