import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import { GraphThresholdsStyleConfigBuilder, GraphThresholdsStyleMode } from "@grafana/grafana-foundation-sdk/common";
import {
    DashboardBuilder,
    DashboardLinkBuilder,
    DashboardLinkType,
    DatasourceVariableBuilder,
    type Panel,
    QueryVariableBuilder,
    ThresholdsConfigBuilder,
    ThresholdsMode,
    VariableRefresh,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as LogsPanel } from "@grafana/grafana-foundation-sdk/logs";
import { DataqueryBuilder as LokiQuery } from "@grafana/grafana-foundation-sdk/loki";
import { DataqueryBuilder as PrometheusQuery, PromQueryFormat } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatPanel } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TablePanel } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as TimeSeriesPanel } from "@grafana/grafana-foundation-sdk/timeseries";
import type { Dashboard } from "./dashboard.ts";

/** Tag of every dashboard of the platform: each leads to all of them. */
const tag = "platform";

/** Data sources are chosen at the top of a dashboard; Grafana has one of each unless somebody adds more. */
const sources = {
    metrics: { type: "prometheus", uid: `$${"{metrics}"}` },
    logs: { type: "loki", uid: `$${"{logs}"}` },
};

/** From where a value is bad: orange, then red. */
export interface Thresholds {
    warning?: number;
    critical: number;
    /** Whether it is bad below them. Default: above. */
    below?: true;
}

export interface PanelArgs {
    title: string;
    /** Unit of Grafana, of `@grafana/grafana-foundation-sdk/units`. */
    unit: string;
    /** PromQL by what it is called; labels in double braces, as Prometheus has them in templates. */
    queries: Readonly<Record<string, string>>;
    /** What it means, or when somebody must act. Default: the title says it. */
    description?: string;
    thresholds?: Thresholds;
    /** Columns, of 24. Default: 4 of one number, 12 of everything else. */
    width?: number;
    /** LogQL instead of PromQL. Default false. */
    ofLogs?: true;
}

/** Everything that the panels here share. */
interface AnyPanel<Self> extends Builder<Panel> {
    title(title: string): Self;
    unit(unit: string): Self;
    description(description: string): Self;
    datasource(source: { type: string; uid: string }): Self;
    targets(targets: Builder<Dataquery>[]): Self;
    thresholds(thresholds: Builder<ReturnType<ThresholdsConfigBuilder["build"]>>): Self;
    height(height: number): Self;
    span(width: number): Self;
}

/** What a kind of panel decides. */
interface Own {
    height: number;
    width: number;
    /** The value of now, instead of those of all the time. */
    instant?: true;
    /** A row for each series. */
    rows?: true;
}

/** One number: what it is now. */
export const stat = (args: PanelArgs): Builder<Panel> =>
    common(new StatPanel(), args, { height: 4, width: 4, instant: true });

/** Lines over time. */
export const graph = (args: PanelArgs): Builder<Panel> => {
    const panel = common(new TimeSeriesPanel(), args, { height: 8, width: 12 }).fillOpacity(10).min(0);
    if (!args.thresholds) return panel;
    return panel.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
};

/** A row for each series: what it is now. */
export const table = (args: PanelArgs): Builder<Panel> =>
    common(new TablePanel(), args, { height: 8, width: 12, instant: true, rows: true }).withTransformation({
        id: "organize",
        options: { excludeByName: { Time: true } },
    });

/** The lines that a query of logs finds. */
export const logLines = (args: Omit<PanelArgs, "unit" | "ofLogs">): Builder<Panel> =>
    common(new LogsPanel(), { ...args, unit: "none", ofLogs: true }, { height: 8, width: 24 }).showTime(true);

function common<Self extends AnyPanel<Self>>(
    panel: Self,
    { title, unit, queries, description, thresholds, width, ofLogs }: PanelArgs,
    own: Own,
): Self {
    panel
        .title(title)
        .unit(unit)
        .datasource(ofLogs ? sources.logs : sources.metrics)
        .height(own.height)
        .span(width ?? own.width)
        .thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(thresholds)))
        .targets(Object.entries(queries).map((query, index) => (ofLogs ? ofLoki : ofPrometheus)(query, index, own)));
    return description ? panel.description(description) : panel;
}

const letter = (index: number) => String.fromCharCode(65 + index);

const ofPrometheus = ([legend, expr]: [string, string], index: number, { instant, rows }: Own) => {
    const query = new PrometheusQuery().refId(letter(index)).expr(expr).legendFormat(legend);
    if (rows) query.format(PromQueryFormat.Table);
    return instant ? query.instant() : query;
};

const ofLoki = ([legend, expr]: [string, string], index: number, { instant }: Own) =>
    new LokiQuery()
        .refId(letter(index))
        .expr(expr)
        .legendFormat(legend)
        .queryType(instant ? "instant" : "range");

function steps(thresholds: Thresholds | undefined) {
    if (!thresholds) return [{ value: null, color: "green" }];
    const { warning, critical, below } = thresholds;
    if (below)
        return [
            { value: null, color: "red" },
            ...(warning === undefined ? [] : [{ value: critical, color: "orange" }]),
            { value: warning ?? critical, color: "green" },
        ];
    return [
        { value: null, color: "green" },
        ...(warning === undefined ? [] : [{ value: warning, color: "orange" }]),
        { value: critical, color: "red" },
    ];
}

export interface DashboardArgs {
    /** Name in lower case with hyphens; its address is made of it. */
    name: string;
    title: string;
    description: string;
    /** In the order in which they stand, from left to right. Two screens hold 44 rows of Grafana's grid. */
    panels: Builder<Panel>[];
    /** What is chosen at its top, by name: a query of Prometheus for the values. Default: nothing. */
    variables?: Readonly<Record<string, string>>;
    /** Names of dashboards that go on where it ends. Default: none but the list of all. */
    next?: readonly string[];
    /** How far back it looks at first. Default `now-6h`. */
    from?: string;
}

/** Address of a dashboard; it is the same for ever, so that links to it stay. */
const dashboardUid = (name: string): string => `platform-${name}`;

/** A dashboard in the form that Grafana reads. */
export function dashboard({ name, title, description, panels, variables, next, from }: DashboardArgs): Dashboard {
    const builder = new DashboardBuilder(title)
        .uid(dashboardUid(name))
        .description(description)
        .tags([tag])
        .readonly()
        .timezone("browser")
        .time({ from: from ?? "now-6h", to: "now" })
        .refresh("1m")
        .links([
            new DashboardLinkBuilder("Platform")
                .type(DashboardLinkType.Dashboards)
                .tags([tag])
                .asDropdown(true)
                .keepTime(true),
            ...(next ?? []).map((other) =>
                new DashboardLinkBuilder(other)
                    .type(DashboardLinkType.Link)
                    .url(`/d/${dashboardUid(other)}`)
                    .keepTime(true)
                    .includeVars(true),
            ),
        ]);
    const built = panels.map((panel) => panel.build());
    for (const [kind, { type }] of Object.entries(sources))
        if (built.some(({ datasource }) => datasource?.type === type))
            builder.withVariable(new DatasourceVariableBuilder(kind).label(`Source of ${kind}`).type(type));
    for (const [variable, values] of Object.entries(variables ?? {}))
        builder.withVariable(
            new QueryVariableBuilder(variable)
                .datasource(sources.metrics)
                .query(values)
                .refresh(VariableRefresh.OnTimeRangeChanged)
                .multi(true)
                .includeAll(true)
                .allValue(".*"),
        );
    for (const panel of panels) builder.withPanel(panel);
    return { name, model: builder.build() };
}
