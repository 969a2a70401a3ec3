import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Whether a process with this id is there. */
export function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}

/** Beginning of the path of what belongs to this process alone. */
export const owned = (path: string): string => `${path}.${process.pid}`;

/** Folders that `owned` named for processes of this user that are gone, and that could not clean up after themselves. */
export function abandoned(path: string): string[] {
    const folder = dirname(path);
    const prefix = `${basename(path)}.`;
    return readdirSync(folder)
        .filter((entry) => entry.startsWith(prefix) && !isAlive(Number.parseInt(entry.slice(prefix.length), 10)))
        .map((entry) => join(folder, entry))
        .filter(isOurs);
}

function isOurs(folder: string): boolean {
    const stat = lstatSync(folder, { throwIfNoEntry: false });
    return stat?.isDirectory() === true && stat.uid === process.getuid?.();
}

/** A new folder that belongs to this process alone; those of processes that are gone are removed first. */
export function ownFolder(path: string): string {
    mkdirSync(dirname(path), { recursive: true });
    for (const folder of abandoned(path)) removeFolder(folder);
    return mkdtempSync(`${owned(path)}-`);
}

/** Removes a folder into which processes that were just killed may write a last time. */
export const removeFolder = (path: string): void =>
    rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
