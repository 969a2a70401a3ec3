import { expect, test } from "vitest";
import { chartLocation } from "../../components/platform/chart-source.ts";
import { charts } from "../../components/platform/charts.ts";

const http = { name: "velero", version: "12.1.0", repository: "https://charts.example.com" };
const oci = { name: "loki", version: "18.11.0", repository: "oci://registry.example.com/charts" };

test.each([
    [
        "an HTTP repository",
        http,
        "upstream",
        { chart: "velero", repositoryOpts: { repo: "https://charts.example.com" } },
    ],
    ["an OCI repository", oci, "upstream", { chart: "oci://registry.example.com/charts/loki" }],
    ["an OCI mirror", http, "oci://mirror.example.com/helm", { chart: "oci://mirror.example.com/helm/velero" }],
    ["a folder", oci, "./charts", { chart: "./charts/loki-18.11.0.tgz" }],
])("A chart from %s is found there in its exact version", (_, chart, source, location) => {
    expect(chartLocation(chart, source)).toEqual({ version: chart.version, ...location });
});

test("With a mirror or a folder no chart is fetched from anywhere else", () => {
    for (const source of ["oci://mirror.example.com/helm", "./charts"])
        for (const chart of Object.values(charts)) {
            const location = chartLocation(chart, source);
            expect(location.chart.startsWith(source)).toBe(true);
            expect(location.repositoryOpts).toBeUndefined();
        }
});
