import type { Chart } from "./charts.ts";

/** How `helm.v3.Release` is told where a chart is. */
export interface ChartLocation {
    chart: string;
    version: string;
    repositoryOpts?: { repo: string };
}

/**
 * Where a chart comes from. `upstream` is its own repository; an `oci://` mirror holds every chart below one prefix; a
 * folder holds archives as `helm pull` names them, `<name>-<version>.tgz`.
 */
export function chartLocation({ name, version, repository }: Chart, source: string): ChartLocation {
    if (source.startsWith("oci://")) return { chart: `${source}/${name}`, version };
    if (source !== "upstream") return { chart: `${source}/${name}-${version}.tgz`, version };
    if (repository.startsWith("oci://")) return { chart: `${repository}/${name}`, version };
    return { chart: name, version, repositoryOpts: { repo: repository } };
}
