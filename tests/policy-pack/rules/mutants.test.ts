import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../policy-pack/configuration.ts";
import { evaluate } from "../../../policy-pack/evaluate.ts";
import type { Inventory } from "../../../policy-pack/inventory/inventory.ts";
import type { Resource } from "../../../policy-pack/inventory/resource.ts";
import type { Config } from "../../../policy-pack/judgement/check-config.ts";
import type { Report, Status } from "../../../policy-pack/judgement/result.ts";
import { rules } from "../../../policy-pack/rules/index.ts";
import { mutants } from "../mutants/index.ts";
import { changed } from "../stack.ts";

const today = new Date("2026-11-21");
const report = (inventory: Inventory, config?: object): Report => evaluate(inventory, read(config), today);
const ids = rules.map(({ id }) => id);
const read = (config: object = {}): Config => parseConfig(config);
const idsOf = ({ checks }: Report, status: Status) =>
    checks.filter((check) => check.status === status).map(({ id }) => id);
const statusOf = ({ checks }: Report, id: string) => checks.find((check) => check.id === id)?.status;

/** What the ready stack cannot show, with the reason. */
const unseen: Record<string, string> = {
    "aws-auth-no-map-users": "access is granted by access entries, so there is no aws-auth",
    "eks-control-plane-tier": "no tier is asked for",
    "eks-endpoint-cidrs-restricted": "the endpoint is not public",
    "no-naked-pods": "every pod is made by a controller",
    "res-fits-node": "Karpenter chooses nodes that fit",
};

describe("the ready stack", () => {
    const ready = report(changed());

    test("has no finding", () => {
        expect(idsOf(ready, "fail")).toEqual([]);
    });

    test.each(ids)("passes %s, or cannot show it", (id) => {
        expect(statusOf(ready, id) === "pass").toBe(!(id in unseen));
    });

    test("answers every row", () => {
        const open = ready.rows.filter(({ status }) => status !== "pass").map(({ name }) => name);
        expect(open).toEqual([]);
    });
});

/** Checks on objects that charts do not bring, with the reason. */
const notFromCharts: Record<string, string> = {
    "aws-auth-no-map-users": "the one ConfigMap aws-auth is of the cluster itself",
    "ns-default-deny": "a release goes into a namespace that the stack or Helm makes",
    "ns-pss-labels": "as ns-default-deny",
    "ns-quota-limits": "as ns-default-deny",
    "netpol-dns-allowed": "as ns-default-deny",
    "res-rightsized-live": "a recommendation is in the status of a live object",
};

describe("while a release that may bring some is not rendered", () => {
    const isObject = ({ type }: Resource) => type.startsWith("kubernetes:") && !type.includes(":helm.sh/");
    const stacks = [changed(), ...mutants.map(({ breaks }) => changed(breaks))];

    test.each(rules)("$id is unknown, if it is on Kubernetes objects", ({ id, subjects, inCharts }) => {
        const isOnObjects = stacks.some((stack) => subjects(stack).some(isObject));
        expect(isOnObjects && !inCharts).toBe(id in notFromCharts);
    });
});

describe("a mutant", () => {
    test("exists for every check", () => {
        const covered = new Set(mutants.map(({ check }) => check));
        expect(ids.filter((id) => !covered.has(id))).toEqual([]);
        expect([...covered].filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
    });

    test.each(mutants.map((mutant, index) => ({ index, ...mutant })))(
        "$index is found by $check alone",
        ({ check, breaks, also = {}, config }) => {
            expect(idsOf(report(changed(breaks), config), "fail").sort()).toEqual([check, ...Object.keys(also)].sort());
        },
    );

    test.each(mutants.map((mutant, index) => ({ index, ...mutant })).filter(({ hides }) => hides))(
        "$index with an unknown value leaves $check unknown",
        ({ check, hides = () => {}, config }) => {
            expect(statusOf(report(changed(hides), config), check)).toBe("unknown");
        },
    );
});
