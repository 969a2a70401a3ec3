import { obtain } from "production-cluster-sandbox/tools/tools.ts";
import { describe, expect, it } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import type { Dashboard } from "../../components/platform/dashboard.ts";
import { alternatives } from "../addons/alternatives.ts";
import * as elsewhere from "../addons/elsewhere.ts";
import { addonOf, addons, everything } from "../addons/example.ts";
import { chartPath, type Rendered, render } from "../addons/render.ts";
import { metricNames } from "./metrics/names.ts";
import { asked, faultsOfLogQl, faultsOfPromQl, seriesOf } from "./queries.ts";

type Model = Dashboard["model"];
type Panel = Exclude<NonNullable<Model["panels"]>[number], { panels: unknown }>;

interface Target {
    expr: string;
    legendFormat: string;
}

/** As Grafana reads them. */
const modelsOf = (all: readonly Addon[]): Model[] =>
    all
        .flatMap(({ after = [] }) => after as Rendered[])
        .filter(({ kind, metadata }) => kind === "ConfigMap" && metadata.labels?.grafana_dashboard === "1")
        .flatMap(({ data }) => Object.values(data as Record<string, string>).map((text): Model => JSON.parse(text)));

const models = modelsOf(addons);
const others = modelsOf(alternatives);
const named = [...models, ...others].map((model) => ({ name: model.uid, model }));

const panelsOf = ({ panels }: Model): Panel[] => (panels ?? []) as Panel[];
const targetsOf = ({ targets }: Panel): Target[] => (targets ?? []) as unknown as Target[];
const variablesOf = ({ templating }: Model) => (templating?.list ?? []).map(({ name }) => name);
const linksOf = ({ links }: Model) => (links ?? []).flatMap(({ url }) => (url ? [url] : []));

/** Queries of a dashboard by what they ask. */
const queriesOf = (model: Model, type: "prometheus" | "loki"): string[] =>
    panelsOf(model)
        .filter(({ datasource }) => datasource?.type === type)
        .flatMap((panel) => targetsOf(panel).map(({ expr }) => asked(expr, variablesOf(model))));

const rulesOf = (all: readonly Addon[]): { record?: string; expr: string }[] =>
    all
        .flatMap(({ after = [] }) => after as Rendered[])
        .filter(({ kind }) => kind === "PrometheusRule")
        .flatMap(({ spec }) => spec.groups)
        .flatMap(({ rules }) => rules);

/** Names that are read, but served by no exporter and recorded by no rule of ours. */
const unknown = (queries: readonly string[]): string[] => {
    const recorded = rulesOf(everything).flatMap(({ record }) => record ?? []);
    return [...new Set(queries.flatMap(seriesOf))].filter((name) => !metricNames.has(name) && !recorded.includes(name));
};

/** Rows of Grafana's grid that a screen of 1080 lines shows below the bars. */
const screen = 22;

describe.each(named)("Dashboard $name", ({ model }) => {
    const panels = panelsOf(model);

    it("has a title, a description and a link to all others", () => {
        expect([model.title, model.description]).not.toContain(undefined);
        expect(model.links).toContainEqual(expect.objectContaining({ type: "dashboards", tags: ["platform"] }));
    });

    it("fits on two screens, with no panel over another", () => {
        const places = panels.map(({ gridPos }) => gridPos ?? { x: 0, y: 0, w: 0, h: 0 });
        expect(Math.max(...places.map(({ y, h }) => y + h))).toBeLessThanOrEqual(2 * screen);
        const cells = places.flatMap(({ x, y, w, h }) =>
            Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
        );
        expect(new Set(cells).size).toBe(cells.length);
        expect(Math.max(...places.map(({ x, w }) => x + w))).toBe(24);
    });

    it("has no panel without title, unit, thresholds and query, and no title twice", () => {
        for (const { title, fieldConfig, targets, type } of panels) {
            expect.soft(title, type).toMatch(/\w/);
            expect.soft(fieldConfig?.defaults.unit, title).toMatch(/\w/);
            expect.soft(fieldConfig?.defaults.thresholds?.steps.length, title).toBeGreaterThan(0);
            expect.soft(targets?.length, title).toBeGreaterThan(0);
        }
        const titles = panels.map(({ title }) => title);
        expect(new Set(titles).size).toBe(titles.length);
    });

    it("asks sources that can be chosen at its top", () => {
        const chosen = (model.templating?.list ?? []).filter(({ type }) => type === "datasource");
        const sources = chosen.map(({ name, query }) => ({ type: query, uid: `$${`{${name}}`}` }));
        for (const { title, datasource } of panels) expect(sources, title).toContainEqual(datasource);
    });

    it("names each series by labels that its query keeps", () => {
        for (const panel of panels)
            for (const { legendFormat, expr } of targetsOf(panel))
                for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
                    expect.soft(expr, panel.title).toMatch(new RegExp(`\\bby \\([^)]*\\b${label}\\b`));
    });

    it("reads only metrics that an exporter serves or a rule records", () => {
        expect(unknown(queriesOf(model, "prometheus"))).toEqual([]);
    });

    it("asks Loki in its language", () => {
        expect(queriesOf(model, "loki").flatMap(faultsOfLogQl)).toEqual([]);
    });
});

describe("Dashboards", () => {
    it("ask Prometheus in its language", async () => {
        const program = await obtain(["prometheus"]);
        const queries = [...models, ...others].flatMap((model) => queriesOf(model, "prometheus"));
        expect(queries.length).toBeGreaterThan(100);
        expect(faultsOfPromQl(program("promtool"), queries)).toBe("");
        expect(faultsOfPromQl(program("promtool"), ["sum(up", "rate(up[$unknown])"])).toContain("parse error");
    });

    it.each([
        ["on EKS", models],
        ["elsewhere", modelsOf(elsewhere.all)],
    ])("have each its own address, and lead to dashboards that are there: %s", (_, all) => {
        const addresses = all.map(({ uid }) => uid ?? "");
        expect(addresses.length).toBeGreaterThan(3);
        expect(new Set(addresses).size).toBe(addresses.length);
        // Grafana takes 40 characters.
        for (const address of addresses) expect(address).toMatch(/^platform-[a-z-]{1,31}$/);
        expect(all.flatMap(linksOf).filter((url) => !addresses.some((address) => url === `/d/${address}`))).toEqual([]);
    });

    it("show the cluster, nodes, workloads, control plane, autoscaling, GitOps, backups and logs", () => {
        const asked = ["cluster", "nodes", "workloads", "control-plane", "autoscaling", "gitops", "backups", "logs"];
        expect(named.map(({ name }) => name)).toEqual(expect.arrayContaining(asked.map((name) => `platform-${name}`)));
    });
});

describe("Rules", () => {
    it("read only metrics that an exporter serves or a rule records", () => {
        expect(unknown(rulesOf([...everything, ...alternatives]).map(({ expr }) => expr))).toEqual([]);
    });
});

describe("What is read of a query", () => {
    it.each<[string, string[]]>([
        ['sum(rate(kube_pod_info{a="b"}[5m])) / up', ["kube_pod_info", "up"]],
        ["histogram_quantile(0.9, sum by (le) (rate(a:b_bucket[5m] offset 1h)))", ["a:b_bucket"]],
    ])("%s", (query, names) => {
        expect(seriesOf(query)).toEqual(names);
    });

    it("A metric that nobody serves is told, and so is a query of Loki that is none", () => {
        expect(unknown(["sum(kube_pod_inof)"])).toEqual(["kube_pod_inof"]);
        expect(faultsOfLogQl('sum by (namespace) (rate({source="container"}[1m])')).not.toEqual([]);
    });
});

const monitoring = addonOf(addons, "monitoring");
describe.skipIf(chartPath(monitoring.chart) === undefined)("The real monitors", () => {
    it("drop no metric that is read", () => {
        const dropped = addons
            .filter(({ chart }) => chartPath(chart) !== undefined)
            .flatMap((addon) => render(addon, addon.values))
            .filter(({ kind }) => kind === "ServiceMonitor")
            .flatMap(({ spec }) => spec.endpoints.flatMap(({ metricRelabelings = [] }: Rendered) => metricRelabelings))
            .filter(({ action, sourceLabels }) => action === "drop" && String(sourceLabels) === "__name__")
            .map(({ regex }) => new RegExp(`^(?:${regex})$`));
        expect(dropped.length).toBeGreaterThan(0);
        const read = [
            ...models.flatMap((model) => queriesOf(model, "prometheus")),
            ...rulesOf(addons).map(({ expr }) => expr),
        ];
        const names = [...new Set(read.flatMap(seriesOf))];
        expect(names.filter((name) => dropped.some((regex) => regex.test(name)))).toEqual([]);
    });
});
