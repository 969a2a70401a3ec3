import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Where Helm and charts are, and how long rendering may take. */
export interface Settings {
    /** The Helm executable: a path, or a name on PATH. */
    readonly helm: string;
    /** Folders with charts, `<name>-<version>.tgz` or `<name>/`; the first that has a chart gives it. */
    readonly charts: readonly string[];
    /** Command that gets missing charts. Default: none but Helm's own. */
    readonly command?: string;
    /** Folder in which renderings are kept for the next run. Default: none, and nothing is kept. */
    readonly renders?: string;
    /** Seconds that all renderings of a run may take together. */
    readonly seconds: number;
}

/** Enough for a hundred charts on two cores that do nothing else, and for a dozen on a busy machine. */
const defaultSeconds = 120;

/**
 * The settings of this machine: `READINESS_HELM`, `READINESS_CHARTS` (folders, separated as in PATH),
 * `READINESS_CHARTS_COMMAND`, `READINESS_RENDERS` (a folder, or `none`) and `READINESS_RENDER_SECONDS`.
 */
export function settingsOf(env: NodeJS.ProcessEnv): Settings {
    const cache = env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache");
    const charts = env.READINESS_CHARTS || join(cache, "production-readiness", "charts");
    const renders = env.READINESS_RENDERS || join(cache, "production-readiness", "renders");
    const seconds = Number(env.READINESS_RENDER_SECONDS);
    return {
        helm: env.READINESS_HELM || "helm",
        charts: charts.split(delimiter).filter(Boolean),
        command: env.READINESS_CHARTS_COMMAND,
        renders: renders === "none" ? undefined : renders,
        seconds: seconds > 0 ? seconds : defaultSeconds,
    };
}
