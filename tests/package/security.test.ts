import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
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
