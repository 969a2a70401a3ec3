import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

/** A chart in one version. */
export interface Chart {
    readonly name: string;
    readonly version: string;
}

/** What an archive of the chart is called, as `helm pull` and `helm package` name it. */
export const archiveOf = ({ name, version }: Chart): string => `${name}-${version}.tgz`;

/**
 * What Helm is given for a chart of a source: an archive or a folder by its whole path, or a reference with its flags.
 * Undefined where a folder does not have the chart in this version; a registry is not asked.
 *
 * @param source an `oci://` prefix, or a folder of charts or chart archives
 */
export function chartIn(source: string, chart: Chart): readonly string[] | undefined {
    if (source.startsWith("oci://")) {
        return [`${source}/${chart.name}`, "--version", chart.version, ...transport(source)];
    }
    const archive = resolve(source, archiveOf(chart));
    if (existsSync(archive)) return [archive];
    const folder = resolve(source, chart.name);
    return versionIn(folder) === chart.version ? [folder] : undefined;
}

/** Flags for how a chart travels: a registry on this machine is spoken to without TLS, as Docker does. */
export const transport = (source: string): string[] =>
    source.startsWith("oci://") && ["localhost", "127.0.0.1", "[::1]"].includes(new URL(source).hostname)
        ? ["--plain-http"]
        : [];

function versionIn(folder: string): string | undefined {
    const file = join(folder, "Chart.yaml");
    return existsSync(file) ? String(parse(readFileSync(file, "utf8")).version) : undefined;
}
