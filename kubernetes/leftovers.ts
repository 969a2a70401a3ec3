import { existsSync, readdirSync, readFileSync } from "node:fs";
import { execa } from "execa";
import { ignoreMissing } from "production-cluster-sandbox/ignore-missing.ts";
import { abandoned, removeFolder } from "production-cluster-sandbox/owner.ts";
import { folders } from "./folder.ts";

/** Variable by which every process of a cluster has its folder from its first moment on. Who looks into the folder has not. */
export const folderVariable = "PRODUCTION_CLUSTER_FOLDER";

/** Removes what is left of clusters whose supervisor was killed together with the process that started them. */
export async function removeLeftovers(): Promise<void> {
    for (const folder of abandoned(folders)) await removeCluster(folder);
}

/**
 * Ends the processes of a cluster and removes its folder. Several may be at it at once.
 *
 * @param folder of a cluster, or of several
 */
export async function removeCluster(folder: string): Promise<void> {
    await endProcesses(folder, []);
    removeFolder(folder);
}

/** A supervisor may start one more before its turn comes: they are ended until all that are there have been. */
async function endProcesses(folder: string, ended: readonly number[]): Promise<void> {
    const left = (await processesOf(folder)).filter((pid) => !ended.includes(pid));
    for (const pid of left) ignoreMissing(() => process.kill(pid, "SIGKILL"));
    if (left.length > 0) await endProcesses(folder, [...ended, ...left]);
}

/** Linux has the environment where there is no `ps`; that of macOS prints it. */
async function processesOf(folder: string): Promise<number[]> {
    const marked = (environment: string) => environment.includes(`${folderVariable}=${folder}`);
    if (existsSync("/proc/self/environ"))
        return readdirSync("/proc")
            .map(Number)
            .filter((pid) => pid > 0 && marked(environmentOf(pid)));
    const { stdout } = await execa("ps", ["-AEww", "-o", "pid=,command="]);
    return stdout.split("\n").flatMap((line) => (marked(line) ? Number.parseInt(line, 10) : []));
}

/** None where the process is another user's, or gone. */
function environmentOf(pid: number): string {
    try {
        return readFileSync(`/proc/${pid}/environ`, "utf8");
    } catch {
        return "";
    }
}
