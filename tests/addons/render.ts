import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Addon, Values } from "../../components/platform/addon.ts";
import type { Chart } from "../../components/platform/charts.ts";

/** A rendered Kubernetes object. Its shape is whatever the chart makes. */
// biome-ignore lint/suspicious/noExplicitAny: objects have as many types as there are kinds
export type Rendered = Record<string, any>;

const folder = process.env.CHARTS;

/** Whether there is a Helm to render with. */
export const helm = (() => {
    try {
        execFileSync("helm", ["version"], { stdio: "ignore" });
        return true;
    } catch {
        return false;
    }
})();

/**
 * Where a chart lies in the folder that CHARTS names: as an archive, or unpacked. Undefined where it cannot be
 * rendered.
 */
export function chartPath(chart: Chart | undefined): string | undefined {
    if (!helm || folder === undefined || !chart) return undefined;
    const { name, version } = chart;
    return [join(folder, `${name}-${version}.tgz`), join(folder, name)].find((path) => existsSync(path));
}

/** APIs that a cluster has before the first add-on comes; some charts ask for them. */
export const served = ["monitoring.coreos.com/v1"];

/** What becomes a release: an add-on, or its CRDs. */
export interface Renderable {
    name: string;
    namespace: { name: string };
    chart?: Chart;
}

/**
 * Everything of an add-on that becomes a release, with its values: its CRDs first, whose record lies in kube-system.
 */
export const releasesOf = (addon: Addon): (Renderable & { chart: Chart; values: Values })[] => [
    ...(addon.crds ? [{ name: addon.crds.chart.name, namespace: { name: "kube-system" }, ...addon.crds }] : []),
    ...(hasChart(addon) ? [addon] : []),
];

/** Others are made of their objects alone. */
export const hasChart = (addon: Addon): addon is Addon & { chart: Chart } => addon.chart !== undefined;

export type Phase = "install" | "upgrade";

/** What Helm is told to render a release, whose values it reads from its standard input. */
export const templating = ({ name, namespace }: Renderable, path: string, apis: readonly string[]): string[] => [
    ...["template", name, path, "--namespace", namespace.name, "--values", "-"],
    ...["--kube-version", "1.35.0", ...apis.flatMap((api) => ["--api-versions", api])],
];

/**
 * What Helm would install, hooks of every phase included. A plan is made without a cluster, and knows of no API of its
 * own.
 *
 * @param phase what Helm tells the chart; it changes few of its objects
 * @param path where the chart lies
 */
export function render(
    { name, namespace, chart }: Renderable,
    values: Values,
    apis = served,
    phase: Phase = "install",
    path = chartPath(chart) ?? chart?.name ?? "",
): Rendered[] {
    const output = execFileSync(
        "helm",
        [...templating({ name, namespace }, path, apis), ...(phase === "upgrade" ? ["--is-upgrade"] : [])],
        { input: JSON.stringify(values), encoding: "utf8", maxBuffer: 64 * 2 ** 20, stdio: ["pipe", "pipe", "pipe"] },
    );
    return documentsIn(output).flatMap((object) => (object.kind === "List" ? object.items : [object]));
}

/** Objects of a text of YAML; an empty document is none. */
export const documentsIn = (text: string): Rendered[] =>
    parseAllDocuments(text).flatMap((document) => (document.toJS() as Rendered | null) ?? []);
