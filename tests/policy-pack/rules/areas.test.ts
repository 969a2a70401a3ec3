import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Rule } from "../../../policy-pack/judgement/rule.ts";
import { rules } from "../../../policy-pack/rules/index.ts";
import { root } from "../../../sandbox/paths.ts";

const folder = join(root, "policy-pack/rules");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\/(?!index)/.test(file));

/** What each file of an area exports. */
const exported = await Promise.all(
    files.map(async (file) => ({ file, content: Object.values<Rule>(await import(join(folder, file))) })),
);

/** First words of ids that mean one thing in one area and another in the next. */
const homonyms = {
    api: ["cluster/apis.ts", "traffic/gateway.ts"],
    pod: ["access/pod-identity.ts", "workloads/pod-isolation.ts", "workloads/pod-privileges.ts"],
    service: ["delivery/service-catalogue.ts", "traffic/service-mesh.ts"],
};

describe("the rules", () => {
    test("are all that the files of the areas export, and each is in the list once", () => {
        const found = exported.flatMap(({ content }) => content.map(({ id }) => id));
        expect(found.sort()).toEqual(rules.map(({ id }) => id).sort());
    });

    test("whose ids begin alike are in one area", () => {
        const places = exported.flatMap(({ file, content }) =>
            content.map(({ id }) => ({ word: id.split("-")[0], file })),
        );
        const byWord = Map.groupBy(places, ({ word }) => word);
        const found = [...byWord].map(
            ([word, all]) => [word, [...new Set(all.map(({ file }) => file))].sort()] as const,
        );
        const areasOf = (paths: readonly string[]) => new Set(paths.map((path) => path.split("/")[0])).size;
        expect(Object.fromEntries(found.filter(([, paths]) => areasOf(paths) > 1))).toEqual(homonyms);
    });
});
