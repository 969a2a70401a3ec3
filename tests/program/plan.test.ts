import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Resource } from "../../policy-pack/inventory/resource.ts";
import { lookInside } from "../../policy-pack/releases/look-inside.ts";
import { settingsOf } from "../../policy-pack/releases/settings.ts";
import { recognise } from "../../policy-pack/report/read/read.ts";
import { knownPods, reachIn, resourcesOf } from "../addons/reach.ts";
import { rendered } from "../policy-pack/judged.ts";
import { linesOf } from "../policy-pack/reach-lines.ts";
import { programStack } from "./program.ts";

let resources: readonly Resource[];

beforeAll(async () => {
    const stack = programStack("prod");
    stack.args.policyPack = undefined;
    const { exitCode, output, plan } = await stack.preview();
    expect(exitCode, output).toBe(0);
    resources = recognise("plan.json", JSON.stringify(plan)).resources;
}, 900_000);

const linesIn = (name: string) =>
    readFileSync(join(import.meta.dirname, name), "utf8")
        .trim()
        .split("\n");

/** The stack and the project are whoever's. */
const identityOf = (urn: string): string => urn.split("::").slice(2).join("::");

test("A stack that is up keeps its resources: none is known by another type, parent or name", () => {
    /** Types and names of all that `prod` was made of when the list was written: what a stack's state knows it by. */
    const recorded = linesIn("urns.txt");
    const planned = new Set(resources.map(({ urn }) => identityOf(urn)));
    // A rename needs an alias; what is removed on purpose is removed here, too.
    expect(recorded.filter((identity) => !planned.has(identity))).toEqual([]);
    expect(recorded.length).toBeGreaterThan(250);
});

const { CHARTS: charts } = process.env;

test(`Its pods reach what is written down, and nothing else${charts ? "" : " (CHARTS adds what charts bring)"}`, async () => {
    const inside = charts
        ? await lookInside(resources, settingsOf({ ...process.env, READINESS_CHARTS: charts }))
        : rendered([...resources, ...resourcesOf(knownPods)]);
    expect(linesOf(reachIn(inside))).toEqual(linesIn("reach.txt"));
});
