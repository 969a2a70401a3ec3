import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the engine writes down of itself while it works on a stack. */
export interface Lock {
    readonly pid: number;
    readonly hostname: string;
}

/** Who holds a stack. A lock that cannot be read was not finished, and nobody holds it. */
export function locksIn(state: string, project: string, stack: string): (Lock | undefined)[] {
    const folder = join(state, ".pulumi/locks/organization", project, stack);
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files.filter((file) => file.endsWith(".json")).map((file) => lockIn(join(folder, file)));
}

function lockIn(file: string): Lock | undefined {
    try {
        return JSON.parse(readFileSync(file, "utf8"));
    } catch {
        return undefined;
    }
}
