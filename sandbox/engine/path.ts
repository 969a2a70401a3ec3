import { accessSync, constants } from "node:fs";
import { delimiter, resolve } from "node:path";

/** Paths of every program of this name on PATH, in the order of PATH. */
export const onPath = (program: string, { PATH = "" }: NodeJS.ProcessEnv = process.env): string[] =>
    PATH.split(delimiter)
        .map((folder) => resolve(folder, program))
        .filter(isExecutable);

function isExecutable(path: string): boolean {
    try {
        accessSync(path, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}
