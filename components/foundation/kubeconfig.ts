import { readFileSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { RunError } from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";
import { cannotBeBuilt } from "../configuration/settings.ts";

const kubeconfigSchema = z.object({ contexts: z.array(z.object({ name: z.string() })).min(1) });

/**
 * Stops where a kubeconfig does not lead to a cluster. Pulumi's plugin takes it for a cluster that does not answer: the
 * plan is as if all were well, and then each resource fails without a word of the file. Nothing else is decided by it.
 *
 * @throws RunError that names the setting, the file and its contexts, and nothing else of what holds credentials.
 */
export function requireContext(name: string, path: string, context: string | undefined): void {
    const file = kubeconfigFile(path);
    const contexts = contextsIn(file);
    if (typeof contexts === "string") refuse(name, "kubeconfig", `${contexts}: give the path of a kubeconfig`);
    else if (!contexts.some((it) => it === context))
        refuse(name, "context", `"${context}" is not in ${file}: give one of ${contexts.join(", ")}`);
}

/** The file that a path of the settings means. */
export const kubeconfigFile = (path: string): string => path.replace(/^~(?=\/)/, home);

/** The names of the contexts in a file, or what is wrong with it. */
function contextsIn(file: string): string[] | string {
    try {
        const { data } = kubeconfigSchema.safeParse(parse(readFileSync(file, "utf8"), { logLevel: "error" }));
        return data?.contexts.map((it) => it.name) ?? `${file} is no kubeconfig with contexts`;
    } catch (error) {
        return `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "not YAML"})`;
    }
}

/** Where the plugin looks: the home that the system knows of, and that of HOME only where it knows none. */
function home(): string {
    try {
        return userInfo().homedir;
    } catch {
        return homedir();
    }
}

function refuse(name: string, setting: string, reason: string): never {
    throw new RunError(cannotBeBuilt(name, [{ path: `cluster.existing.${setting}`, reason }]));
}
