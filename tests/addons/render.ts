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

const helm = (() => {
    try {
        execFileSync("helm", ["version"], { stdio: "ignore" });
        return true;
    } catch {
        return false;
    }
})();

/** Where a chart lies in the folder that CHARTS names: as an archive, or unpacked. Undefined where it cannot be rendered. */
export function chartPath({ name, version }: Chart): string | undefined {
    if (!helm || folder === undefined) return undefined;
    return [join(folder, `${name}-${version}.tgz`), join(folder, name)].find((path) => existsSync(path));
}

/** APIs that a cluster has before the first add-on comes; some charts ask for them. */
export const served = ["monitoring.coreos.com/v1"];

/** What Helm would install, hooks included. A plan is made without a cluster, and knows of no API of its own. */
export function render({ name, namespace, chart }: Addon, values: Values, apis = served): Rendered[] {
    const output = execFileSync(
        "helm",
        [
            ...["template", name, chartPath(chart) ?? chart.name, "--namespace", namespace.name, "--values", "-"],
            ...["--kube-version", "1.35.0", ...apis.flatMap((api) => ["--api-versions", api])],
        ],
        { input: JSON.stringify(values), encoding: "utf8", maxBuffer: 64 * 2 ** 20, stdio: ["pipe", "pipe", "pipe"] },
    );
    return parseAllDocuments(output)
        .map((document) => document.toJS() as Rendered | null)
        .flatMap((object) => (object === null ? [] : object.kind === "List" ? object.items : [object]));
}
