import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { chartIn } from "../../sandbox/engine/chart-source.ts";
import { chartName } from "../../sandbox/providers/kubernetes/chart-name.ts";

const folder = join(import.meta.dirname, "../cluster/charts");
const shop = { name: "shop", version: "2.3.0" };

test.for(["shop", "oci://registry.example.com/charts/shop", "./mirror/shop-2.3.0.tgz", "charts/shop/"])(
    "A release of the chart %s takes it from a folder that has it, by its whole path",
    (chart) => {
        const source = relative(process.cwd(), folder);
        expect(chartIn(source, { ...shop, name: chartName(chart) })).toEqual([join(folder, "shop")]);
    },
);

test("A folder with another version does not have the chart; a registry is taken at its word", () => {
    const other = { ...shop, version: "9.9.9" };
    expect(chartIn(folder, other)).toBeUndefined();
    expect(chartIn("oci://localhost:5000/charts", other)).toEqual([
        "oci://localhost:5000/charts/shop",
        "--version",
        "9.9.9",
        "--plain-http",
    ]);
});
