import { rmSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { addons } from "../../addons/example.ts";
import { chartPath, type Rendered, render } from "../../addons/render.ts";
import { seriesOf } from "../../observability/queries.ts";
import { scratch, type WrittenGroup } from "../promtool.ts";
import { alertsOf, rules } from "../rules.ts";
import { nameOf } from "./series.ts";
import { firingIn, healthy } from "./week.ts";

const folder = scratch();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const own = [...rules.values()].flat();
const metrics = new Set([...healthy.keys()].map(nameOf));

it("The week has every metric that an alert of ours reads", () => {
    const all = own.flatMap((group) => group.rules);
    const recorded = new Set(all.map(({ record }) => record));
    const read = new Set(alertsOf(own).flatMap(({ expr }) => seriesOf(expr)));
    expect([...read].filter((metric) => !metrics.has(metric) && !recorded.has(metric))).toEqual([]);
});

it("A week in which nothing is wrong raises none of our alerts, and one in which a zone is lost for an hour does", async () => {
    expect(await firingIn(folder, own, { sample: 2, step: 20 })).toEqual([]);
    const lost = new Map([
        ...healthy,
        ...[...healthy].flatMap(([series, value]): [string, typeof value][] =>
            /^kube_node_status_condition\{.*node="n3".*condition="Ready"/.test(series)
                ? [[series, (minute) => (minute >= 200 && minute < 260 ? 0 : 1)]]
                : [],
        ),
    ]);
    expect(await firingIn(folder, own, { sample: 2, step: 20, until: 400 }, lost)).toEqual([
        "KubeNodeNotReady",
        "ZoneDown",
    ]);
});

const withRules = ["monitoring", "loki"].map((name) => addons.find((addon) => addon.name === name));
const atHand = withRules.flatMap((addon) => (addon && chartPath(addon.chart) ? [addon] : []));

if (atHand.length < withRules.length)
    it.skip("The rules of the real charts are left out (set CHARTS to a folder of charts)");
else {
    const ofCharts: WrittenGroup[] = atHand.flatMap((addon) =>
        render(addon, addon.values)
            .filter(({ kind }) => kind === "PrometheusRule")
            .flatMap(({ spec }: Rendered) => spec.groups),
    );

    it("The same week raises nothing of the charts' rules in force but the Watchdog", async () => {
        expect(await firingIn(folder, [...ofCharts, ...own], { sample: 2, step: 30 })).toEqual(["Watchdog"]);
    });

    it("No name is an alert of a chart and one of ours", () => {
        const ours = new Set(alertsOf(own).map(({ alert }) => alert));
        expect(alertsOf(ofCharts).filter(({ alert }) => ours.has(alert))).toEqual([]);
    });
}
