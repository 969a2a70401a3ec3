import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { programStack } from "./program.ts";

/** Types and names of all that `prod` was made of when the list was written: what a stack's state knows it by. */
const recorded = readFileSync(join(import.meta.dirname, "urns.txt"), "utf8")
    .trim()
    .split("\n");

/** The stack and the project are whoever's. */
const identityOf = (urn: string): string => urn.split("::").slice(2).join("::");

test("A stack that is up keeps its resources: none is known by another type, parent or name", async () => {
    const stack = programStack("prod");
    stack.args.policyPack = undefined;
    const { exitCode, output, plan } = await stack.preview();
    expect(exitCode, output).toBe(0);
    const planned = new Set(plan.steps.map(({ urn }) => identityOf(urn)));
    // A rename needs an alias; what is removed on purpose is removed here, too.
    expect(recorded.filter((identity) => !planned.has(identity))).toEqual([]);
    expect(recorded.length).toBeGreaterThan(250);
}, 900_000);
