import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { chartIn } from "../engine/chart-source.ts";
import { chartName } from "../providers/kubernetes/chart-name.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";
import type { Release } from "./stack-objects.ts";

/** Where the charts of a plan can be had here. */
export interface ChartSources {
    /** Folders of charts or chart archives, or `oci://` prefixes; the first that has a chart gives it. */
    readonly charts: readonly string[];
    /** Folder of rendered charts: `<chart>/crds/*.yaml` and `<chart>/rendered.yaml`. Default: none. */
    readonly renders?: string;
}

/** What `helm install` is given for a release, or undefined where no source has its chart in its version. */
export function chartOf({ chart, version }: Release, { charts }: ChartSources): readonly string[] | undefined {
    const wanted = { name: chartName(chart), version };
    return charts.map((source) => chartIn(source, wanted)).find((found) => found !== undefined);
}

/** Objects of a rendered chart, its CRDs first, or undefined where there is no render of it. */
export function renderOf({ chart, namespace }: Release, { renders }: ChartSources): KubernetesObject[] | undefined {
    if (!renders) return undefined;
    const folder = join(renders, chartName(chart));
    if (!existsSync(folder)) return undefined;
    const crds = join(folder, "crds");
    const files = existsSync(crds) ? readdirSync(crds).map((file) => join(crds, file)) : [];
    return [...files, join(folder, "rendered.yaml")].filter(existsSync).flatMap((file) =>
        objectsIn(file).map((object) => ({
            ...object,
            metadata: { ...object.metadata, ...home(object, namespace) },
        })),
    );
}

/** A render is of a namespace of its own; kube-system stays what it is. */
function home({ metadata }: KubernetesObject, namespace: string): { namespace?: string } {
    return metadata.namespace && metadata.namespace !== "kube-system" ? { namespace } : {};
}

function objectsIn(file: string): KubernetesObject[] {
    const documents = parseAllDocuments(readFileSync(file, "utf8")).map((document) => document.toJS());
    return documents.filter((it) => it?.kind).flatMap((it) => (it.kind === "List" ? it.items : it));
}
