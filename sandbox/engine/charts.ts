import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { basename, delimiter, join, resolve } from "node:path";
import { execa } from "execa";
import { elapsed, say } from "../console.ts";
import { chartCache } from "../paths.ts";
import { chartName } from "../providers/kubernetes/chart-name.ts";
import { releaseType } from "../providers/kubernetes/releases.ts";
import { built, obtain } from "../tools/tools.ts";
import { archiveOf, type Chart, chartIn, transport } from "./chart-source.ts";
import { onPath } from "./path.ts";
import { unreachable } from "./reach.ts";

/** A chart that a stack installs. */
interface Wanted extends Chart {
    /** What Helm is given for it; undefined where the folder that stands in has none in this version. */
    readonly given: readonly string[] | undefined;
}

/** What tells the policy pack and the report where Helm and charts are: what the shell says, else what is at hand. */
export function chartEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
    const { CHARTS: given = "", READINESS_HELM: helm = onPath("helm", env)[0] ?? built("helm", "helm") } = env;
    const folders = [given.startsWith("oci://") ? "" : given && resolve(given), chartCache]
        .filter(Boolean)
        .join(delimiter);
    return {
        READINESS_CHARTS: env.READINESS_CHARTS ?? folders,
        READINESS_CHARTS_COMMAND: "make charts CHARTS=<folder or oci://...>",
        ...(helm && { READINESS_HELM: helm }),
    };
}

/** What is read of a release. */
interface Inputs {
    readonly chart: string;
    readonly version: string;
    readonly repositoryOpts?: { readonly repo?: string };
}

export interface Store {
    /** Folder or `oci://` prefix that stands in for where charts are published. Default: CHARTS, else none does. */
    readonly source?: string;
    /** Where they go. Default: where the policy pack looks. */
    readonly folder?: string;
}

/** A release, as a plan or a state has it. */
export interface ReleaseState {
    readonly type: string;
    readonly inputs?: object;
}

/** Milliseconds in which a registry has to answer at all. */
const answerTime = 5_000;

/**
 * Gets what is missing of the charts of these releases, where somebody publishes them in reach; else says in one line
 * what is missing and how it can be had.
 */
export async function getChartsInReach(
    releases: readonly ReleaseState[],
    { source = process.env.CHARTS, folder = chartCache }: Store = {},
): Promise<void> {
    const unseen = wantedBy(releases, source).filter(
        (chart) => !existsSync(join(folder, archiveOf(chart))) && !chart.given?.some((path) => existsSync(path)),
    );
    const missing = eachOnce(unseen);
    if (missing.length === 0) return;
    const host = hostOf(missing[0]?.given?.find((word) => word.includes("://")));
    const obstacle = host ? await unreachable(`https://${host}/`, answerTime) : undefined;
    if (obstacle || !host) {
        const { code, name } = (obstacle ?? {}) as NodeJS.ErrnoException;
        const why = obstacle ? `${host} is not in reach (${code ?? name})` : "nobody says where they are published";
        return say(
            `Charts not at hand: ${missing.length}, as ${why}; CHARTS=<folder or oci://...> names another place. ` +
                `Releases that nobody sees inside of: ${unseen.length}; rows that ask what is there are unknown`,
        );
    }
    say(`Getting ${missing.length} charts, once`);
    await getCharts(releases, { source, folder });
}

const hostOf = (url: string | undefined): string | undefined =>
    url ? new URL(url.replace("oci://", "https://")).host : undefined;

/** Gets Helm, and the chart of every release. Gives the exit code. */
export async function getCharts(
    releases: readonly ReleaseState[],
    { source = process.env.CHARTS, folder = chartCache }: Store = {},
): Promise<number> {
    const helm = await findHelm();
    const charts = eachOnce(wantedBy(releases, source));
    const missing: string[] = [];
    mkdirSync(folder, { recursive: true });
    for (const [index, chart] of charts.entries()) {
        const start = Date.now();
        const obstacle = existsSync(join(folder, archiveOf(chart))) ? undefined : await get(helm, chart, folder);
        const outcome = obstacle ?? `at hand after ${elapsed(start)}`;
        if (obstacle) missing.push(chart.name);
        say(`  ${index + 1} of ${charts.length}: ${chart.name} ${chart.version}: ${outcome}`);
    }
    say(`${charts.length - missing.length} of ${charts.length} charts are in ${folder}`);
    return missing.length > 0 ? 1 : 0;
}

/** The Helm on PATH, else the one that was built here before, else a new build. */
export const findHelm = async (): Promise<string> => onPath("helm")[0] ?? (await obtain(["helm"]))("helm");

/** The chart of each release; several may be of one. */
function wantedBy(resources: readonly ReleaseState[], from: string | undefined): Wanted[] {
    const releases = resources.filter(({ type }) => type === releaseType);
    return releases.map(({ inputs: given }) => {
        const inputs = { ...given } as unknown as Inputs;
        const chart = { name: chartName(inputs.chart), version: inputs.version };
        return { ...chart, given: from ? chartIn(from, chart) : published(inputs) };
    });
}

const eachOnce = (charts: readonly Wanted[]): Wanted[] => [
    ...new Map(charts.map((chart) => [archiveOf(chart), chart])).values(),
];

function published({ chart, version, repositoryOpts }: Inputs): readonly string[] {
    if (chart.endsWith(".tgz")) return [chart];
    const repository = repositoryOpts?.repo ? ["--repo", repositoryOpts.repo] : [];
    return [chart, "--version", version, ...repository, ...transport(chart)];
}

/** Puts a chart into the folder, whole or not at all. Gives the reason where it cannot. */
async function get(helm: string, chart: Wanted, folder: string): Promise<string | undefined> {
    const partial = mkdtempSync(`${folder}.`);
    try {
        const obstacle = chart.given && (await fetchChart(helm, chart.given, partial));
        if (obstacle) return obstacle;
        if (!existsSync(join(partial, archiveOf(chart)))) return "there is none in this version";
        renameSync(join(partial, archiveOf(chart)), join(folder, archiveOf(chart)));
        return undefined;
    } finally {
        rmSync(partial, { recursive: true, force: true });
    }
}

/**
 * Puts the archive of a chart into a folder. A path goes without flags: an archive is copied, a folder is packaged.
 * Gives the reason where it cannot.
 */
export async function fetchChart(helm: string, given: readonly string[], into: string): Promise<string | undefined> {
    const [from = "", ...flags] = given;
    const here = flags.length === 0 && existsSync(from);
    if (here && from.endsWith(".tgz")) {
        cpSync(from, join(into, basename(from)));
        return undefined;
    }
    const args = [here ? "package" : "pull", ...given, "--destination", into];
    const { exitCode, stderr } = await execa(helm, args, { reject: false, stdin: "ignore", timeout: 120_000 });
    return exitCode === 0 ? undefined : (String(stderr).trim().split("\n").at(-1) ?? "helm failed");
}
