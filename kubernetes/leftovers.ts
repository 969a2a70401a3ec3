import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { ignoreMissing } from "production-cluster-sandbox/ignore-missing.ts";
import { abandoned, removeFolder } from "production-cluster-sandbox/owner.ts";
import { files, folders } from "./folder.ts";

/** Removes what is left of clusters whose supervisor was killed together with the process that started them. */
export async function removeLeftovers(): Promise<void> {
    for (const folder of abandoned(folders)) await removeCluster(folder);
}

/** Ends the processes of a cluster and removes its folder. Several may be at it at once. */
export async function removeCluster(folder: string): Promise<void> {
    for (const pid of processesIn(folder)) {
        if ((await commandLine(pid)).includes(folder)) ignoreMissing(() => process.kill(pid, "SIGKILL"));
    }
    removeFolder(folder);
}

const processesIn = (folder: string): number[] =>
    (ignoreMissing(() => readFileSync(join(folder, files.processes), "utf8")) ?? "")
        .split("\n")
        .filter(Boolean)
        .map(Number);

/**
 * Process ids are given out again: only the command line tells whose a process is. Linux has it where there is no `ps`.
 */
async function commandLine(pid: number): Promise<string> {
    if (existsSync("/proc/self/cmdline"))
        return ignoreMissing(() => readFileSync(`/proc/${pid}/cmdline`, "utf8")) ?? "";
    return (await execa("ps", ["-ww", "-o", "args=", "-p", `${pid}`], { reject: false })).stdout ?? "";
}
