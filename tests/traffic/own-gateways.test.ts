import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Values } from "../../components/platform/addon.ts";
import { root } from "../../sandbox/paths.ts";
import { leaves } from "../addons/changes.ts";
import { addonOf, assembled } from "../addons/example.ts";
import { chartPath } from "../addons/render.ts";
import { mistakesOf, right } from "../configuration/settings.ts";

const shop = { name: "shop", chart: "shop", version: "1.0.0", repository: "https://charts.example.com" };

describe.each(["kong", "haproxy"])("The example of %s", (name) => {
    const { ownCharts } = parse(readFileSync(join(root, `examples/own-gateways/${name}.yaml`), "utf8"));
    const [example] = ownCharts;

    it("is a configuration that is taken", () => {
        expect(mistakesOf({ ...right, ownCharts: [...ownCharts, shop] })).toEqual([]);
    });

    it("is a part like any other, and reaches what it names", async () => {
        const addon = addonOf(await assembled({ settings: { ownCharts: [...ownCharts, shop] } }), name);
        expect(addon.traffic.to).toContainEqual({ peer: { namespace: "shop" } });
        expect(addon.namespace.loadBalancers ?? 0).toBe(0);
        expect(addon.values).toEqual(example.values);
    });

    const chart = { name: example.chart, version: example.version, repository: example.repository };
    it.runIf(chartPath(chart))("says nothing that its chart does not know", () => {
        const known: Values = parse(
            execFileSync("helm", ["show", "values", chartPath(chart) ?? ""], { encoding: "utf8" }),
        );
        // What is empty in the chart takes any key: resources, and a budget.
        const open = ["resources", "podDisruptionBudget"];
        const unknown = leaves(example.values).filter((path) => {
            const end = path.findIndex((key) => open.includes(key));
            let at: Values = known;
            for (const key of end < 0 ? path : path.slice(0, end + 1)) {
                if (at === null || typeof at !== "object" || !(key in at)) return true;
                at = at[key];
            }
            return false;
        });
        expect(unknown.map((path) => path.join("."))).toEqual([]);
    });
});
