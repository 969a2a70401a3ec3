import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { execa } from "execa";
import { isOnThisMachine } from "../cluster/charts.ts";
import { built, obtain } from "../tools/tools.ts";
import { elapsed, say } from "./console.ts";
import { onPath } from "./path.ts";
import { chartCache } from "./paths.ts";
import type { Plan } from "./plan.ts";

/** A chart that a stack installs. */
interface Chart {
    readonly name: string;
    readonly version: string;
    /** What `helm pull` is given, or the path of an archive. */
    readonly source: readonly string[];
}

/** What tells the policy pack and the report where Helm and charts are: what the shell says, else what is at hand. */
export function chartEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
    const { CHARTS: given = "", READINESS_HELM: helm = onPath("helm", env)[0] ?? built("helm", "helm") } = env;
    const folders = [given.startsWith("oci://") ? "" : given && resolve(given), chartCache]
        .filter(Boolean)
        .join(delimiter);
    return { READINESS_CHARTS: env.READINESS_CHARTS ?? folders, ...(helm && { READINESS_HELM: helm }) };
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

/** Gets Helm, and the chart of every release that a plan names. Gives the exit code. */
export async function getCharts(
    plan: Plan,
    { source = process.env.CHARTS, folder = chartCache }: Store = {},
): Promise<number> {
    const helm = await findHelm();
    const charts = chartsOf(plan, source);
    const missing: string[] = [];
    mkdirSync(folder, { recursive: true });
    for (const [index, chart] of charts.entries()) {
        const start = Date.now();
        const obstacle = existsSync(join(folder, archive(chart))) ? undefined : await get(helm, chart, folder);
        const outcome = obstacle ?? `at hand after ${elapsed(start)}`;
        if (obstacle) missing.push(chart.name);
        say(`  ${index + 1} of ${charts.length}: ${chart.name} ${chart.version}: ${outcome}`);
    }
    say(`${charts.length - missing.length} of ${charts.length} charts are in ${folder}`);
    return missing.length > 0 ? 1 : 0;
}

/** The Helm on PATH, else the one that was built here before, else a new build. */
export const findHelm = async (): Promise<string> => onPath("helm")[0] ?? (await obtain(["helm"]))("helm");

/** The charts of a plan's releases, each once. */
function chartsOf({ steps }: Plan, from: string | undefined): Chart[] {
    const releases = steps.filter(({ newState }) => newState?.type === "kubernetes:helm.sh/v3:Release");
    const charts = releases.map(({ newState }) => {
        const { chart, version, repositoryOpts } = { ...newState?.inputs } as unknown as Inputs;
        const last = chart.split("/").at(-1) ?? "";
        const name = last.endsWith(".tgz") ? last.slice(0, -`-${version}.tgz`.length) : last;
        if (from) return { name, version, source: [from.startsWith("oci://") ? `${from}/${name}` : from] };
        return { name, version, source: [chart, ...(repositoryOpts?.repo ? ["--repo", repositoryOpts.repo] : [])] };
    });
    return [...new Map(charts.map((chart) => [`${chart.name} ${chart.version}`, chart])).values()];
}

const archive = ({ name, version }: Chart): string => `${name}-${version}.tgz`;

/** Puts a chart into the folder, whole or not at all. Gives the reason where it cannot. */
async function get(helm: string, chart: Chart, folder: string): Promise<string | undefined> {
    const partial = mkdtempSync(`${folder}.`);
    try {
        const obstacle = await fetch(helm, chart, partial);
        if (obstacle) return obstacle;
        if (!existsSync(join(partial, archive(chart)))) return "there is none in this version";
        renameSync(join(partial, archive(chart)), join(folder, archive(chart)));
        return undefined;
    } finally {
        rmSync(partial, { recursive: true, force: true });
    }
}

async function fetch(helm: string, chart: Chart, into: string): Promise<string | undefined> {
    const [from = "", ...options] = chart.source;
    const file = from.endsWith(".tgz") ? from : join(from, archive(chart));
    if (existsSync(file)) {
        cpSync(file, join(into, archive(chart)));
        return undefined;
    }
    const unpacked = join(from, chart.name);
    const args = existsSync(join(unpacked, "Chart.yaml"))
        ? ["package", unpacked, "--destination", into]
        : ["pull", from, ...options, ...transport(from), "--version", chart.version, "--destination", into];
    const { exitCode, stderr } = await execa(helm, args, { reject: false, stdin: "ignore", timeout: 120_000 });
    return exitCode === 0 ? undefined : (String(stderr).trim().split("\n").at(-1) ?? "helm failed");
}

const transport = (source: string): string[] =>
    source.startsWith("oci://") && isOnThisMachine(source) ? ["--plain-http"] : [];
