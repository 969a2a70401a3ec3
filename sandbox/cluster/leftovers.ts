import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** What the folders of clusters begin with. */
export const folderPrefix = join(tmpdir(), "production-cluster-");

/** A folder that is this new may belong to a cluster whose keeper has yet to start. */
const grace = 60_000;

/**
 * Removes what is left of clusters whose keeper was killed, and could therefore not clean up: processes, by the folder
 * in their command line, and folders. Returns the folders.
 */
export async function removeLeftovers(): Promise<string[]> {
    const removed: string[] = [];
    for (const entry of readdirSync(tmpdir())) {
        const folder = join(tmpdir(), entry);
        if (folder.startsWith(folderPrefix) && isOurs(folder) && (await removeIfAbandoned(folder)))
            removed.push(folder);
    }
    return removed;
}

async function removeIfAbandoned(folder: string): Promise<boolean> {
    const list = join(folder, "processes");
    if (!existsSync(list)) {
        if (Date.now() - statSync(folder).mtimeMs < grace) return false;
        rmSync(folder, { recursive: true, force: true });
        return true;
    }
    const [keeper, ...others] = readFileSync(list, "utf8").trim().split("\n").map(Number);
    if (keeper !== undefined && (await belongsTo(keeper, folder))) return false;
    for (const pid of others) if (await belongsTo(pid, folder)) process.kill(pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    return true;
}

/** Process ids are given out again: only the command line tells whose a process is. */
async function belongsTo(pid: number, folder: string): Promise<boolean> {
    const { stdout } = await execa("ps", ["-ww", "-o", "args=", "-p", `${pid}`], { reject: false });
    return stdout.includes(folder);
}

function isOurs(folder: string): boolean {
    const stat = statSync(folder, { throwIfNoEntry: false });
    return stat?.isDirectory() === true && stat.uid === process.getuid?.();
}
