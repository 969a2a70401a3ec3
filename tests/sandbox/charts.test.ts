import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { chartOf } from "../../sandbox/cluster/charts.ts";

const folder = join(import.meta.dirname, "../cluster/charts");
const release = { name: "shop", namespace: "shop", chart: "shop", version: "2.3.0", skipCrds: false, values: {} };

test.for(["shop", "oci://registry.example.com/charts/shop", "./mirror/shop-2.3.0.tgz", "charts/shop/"])(
    "A release of the chart %s is installed from a folder that has it, by its whole path",
    (chart) => {
        const charts = [relative(process.cwd(), folder)];
        expect(chartOf({ ...release, chart }, { charts })).toEqual([join(folder, "shop")]);
    },
);

test("A folder with another version does not have the chart; a registry is taken at its word", () => {
    const charts = [folder, "oci://localhost:5000/charts"];
    expect(chartOf({ ...release, version: "9.9.9" }, { charts: [folder] })).toBeUndefined();
    expect(chartOf({ ...release, version: "9.9.9" }, { charts })).toEqual([
        "oci://localhost:5000/charts/shop",
        "--version",
        "9.9.9",
        "--plain-http",
    ]);
});
