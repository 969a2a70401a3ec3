import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cache } from "../sandbox/paths.ts";

/** The folder of a program of others, whole or not at all; undefined where it cannot be had, which is said with the reason. */
export async function installed(
    name: string,
    said: string,
    install: (folder: string) => Promise<unknown>,
): Promise<string | undefined> {
    const folder = join(cache, name);
    if (existsSync(folder)) return folder;
    const draft = `${folder}.${process.pid}`;
    console.log(`▸ Installing ${said}, once`);
    try {
        mkdirSync(draft, { recursive: true });
        await install(draft);
        renameSync(draft, folder);
        return folder;
    } catch (error) {
        const { stderr, message } = error as Error & { stderr?: string };
        console.log(`▸ ${said} could not be had: ${stderr || message}`);
        rmSync(draft, { recursive: true, force: true });
        return undefined;
    }
}
