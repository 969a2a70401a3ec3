import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { everyPolicy } from "../../components/security/admission/policies.ts";
import { rules } from "../../policy-pack/rules/index.ts";
import { root } from "../../sandbox/paths.ts";

test("Every check that the page on security names is one of the pack", () => {
    const page = readFileSync(join(root, "docs/security.md"), "utf8");
    const threats = page.slice(page.indexOf("## Threats"));
    const named = [...threats.matchAll(/`([a-z]+(?:-[a-z0-9]+)+)`/g)].map(([, id]) => id);
    expect(named.length).toBeGreaterThan(8);
    const known = new Set(rules.map(({ id }) => id));
    expect(named.filter((id) => !known.has(id ?? ""))).toEqual([]);
});

test("The page on admission names each policy once, among those that refuse or those that warn", () => {
    const page = readFileSync(join(root, "docs/admission.md"), "utf8");
    const [refused = "", warned = ""] = page
        .slice(page.indexOf("## What is refused"), page.indexOf("Whoever applies the object"))
        .split("Only warned of:");
    const table = refused.slice(0, refused.indexOf("For credentials"));
    const named = (text: string) => [...text.matchAll(/`([a-z]+(?:-[a-z0-9]+)+)`/g)].map(([, id]) => id).toSorted();
    const idsOf = (action: string) =>
        everyPolicy([])
            .filter((policy) => policy.action === action)
            .map(({ id }) => id)
            .toSorted();
    expect(named(table)).toEqual(idsOf("deny"));
    expect(named(warned)).toEqual(idsOf("warn"));
});
