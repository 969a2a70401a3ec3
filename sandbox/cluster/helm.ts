import type { Release } from "./stack-objects.ts";

/** How a release is put on a cluster. */
export interface HelmArgs {
    readonly verb: "install" | "upgrade";
    /** A path or a reference with its flags. */
    readonly chart: readonly string[];
    /** File of the values; `-` is the standard input. */
    readonly values: string;
    /** Seconds that what the release brings may take to be ready. */
    readonly timeout: number;
}

/** What Helm is given to install or upgrade a release, and to wait until what it brings is ready. */
export const helmArgs = (
    { name, namespace, skipCrds }: Release,
    { verb, chart, values, timeout }: HelmArgs,
): readonly string[] => [
    ...[verb, name, ...chart, "--namespace", namespace, "--values", values],
    ...["--wait", "--timeout", `${timeout}s`, ...(skipCrds ? ["--skip-crds"] : [])],
];
