import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { nameIn } from "../inventory/release.ts";
import { isSet } from "../inventory/zero-values.ts";
import { readYaml } from "./manifests.ts";
import { NotRendered } from "./not-rendered.ts";
import type { Settings } from "./settings.ts";

/** A chart on this machine. */
export interface Chart {
    readonly path: string;
    /** Of all that it holds. */
    readonly digest: string;
}

/** What a release says of its chart. */
export interface Reference {
    /** Name, `oci://` reference, or path. */
    readonly chart: string;
    readonly version?: string;
}

/**
 * The chart of a release: at the path that it names, else in one of the folders.
 * @throws NotRendered where it is not at hand, with what puts it there.
 */
export function findChart(reference: Reference, { charts, command }: Pick<Settings, "charts" | "command">): Chart {
    const { chart, version } = reference;
    const isPath = !chart.includes("://") && (/^[./]/.test(chart) || isArchive(chart));
    if (isPath && isChart(chart, version)) return found(resolve(chart));
    if (!isSet(version) && !isArchive(chart)) {
        throw new NotRendered("the release names no chart version, so what it will install is not known");
    }
    const path = cached(reference, charts).find((candidate) => isChart(candidate, version));
    if (path) return found(path);
    const folder = charts[0] ?? "a folder that READINESS_CHARTS names";
    const way = command ? `\`${command}\` gets it` : `\`helm pull\` it to ${folder}`;
    throw new NotRendered(`the chart is not at hand: ${way}`);
}

const found = (path: string): Chart => ({ path, digest: digestOf(path) });

function cached({ chart, version }: Reference, folders: readonly string[]): string[] {
    const name = nameIn(chart);
    const files = isArchive(chart) ? [basename(chart)] : [`${name}-${version}.tgz`, `${name}-v${version}.tgz`];
    return folders.flatMap((folder) => [...files, name].map((file) => resolve(folder, file)));
}

const isArchive = (chart: string): boolean => chart.endsWith(".tgz");

/** An archive says by its name which version it is, a folder by its `Chart.yaml`. */
function isChart(path: string, version: string | undefined): boolean {
    if (!existsSync(path)) return false;
    if (statSync(path).isFile()) return isArchive(path);
    const file = join(path, "Chart.yaml");
    if (!existsSync(file)) return false;
    const own = String((readYaml(readFileSync(file, "utf8")) as { version?: unknown } | null)?.version);
    return !isSet(version) || own.replace(/^v/, "") === version.replace(/^v/, "");
}

function digestOf(path: string): string {
    const hash = createHash("sha256");
    const files = statSync(path).isFile() ? [""] : readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
    for (const file of files) {
        const full = join(path, file);
        if (statSync(full).isFile()) hash.update(`${file}\0`).update(readFileSync(full));
    }
    return hash.digest("hex");
}
