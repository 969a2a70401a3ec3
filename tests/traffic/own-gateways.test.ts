import { describe, expect, it } from "vitest";
import { addonOf, assembled } from "../addons/example.ts";
import { exampleOf, unknownValues } from "../addons/own-charts.ts";
import { chartPath } from "../addons/render.ts";
import { mistakesOf, right } from "../configuration/settings.ts";

const shop = { name: "shop", chart: "shop", version: "1.0.0", repository: "https://charts.example.com" };

describe.each(["kong", "haproxy"])("The example of %s", (name) => {
    const { ownCharts, example } = exampleOf(`own-gateways/${name}.yaml`);

    it("is a configuration that is taken", () => {
        expect(mistakesOf({ ...right, ownCharts: [...ownCharts, shop] })).toEqual([]);
    });

    it("is a part like any other, and reaches what it names", async () => {
        const addon = addonOf(await assembled({ settings: { ownCharts: [...ownCharts, shop] } }), name);
        expect(addon.traffic.to).toContainEqual({ peer: { namespace: "shop" } });
        expect(addon.namespace.loadBalancers ?? 0).toBe(0);
        expect(addon.values).toEqual(example.values);
    });

    it.runIf(chartPath(example.chart))("says nothing that its chart does not know", () => {
        expect(unknownValues(example, ["resources", "podDisruptionBudget"])).toEqual([]);
    });
});
