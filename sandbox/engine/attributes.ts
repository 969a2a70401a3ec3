import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Removes files of attributes, which an engine by itself writes beside each of its own. One that is killed leaves them half
 * written, and the next cannot read the state for it. Nothing that counts is in them; `metadata=skip` writes none.
 * @param state folder of a file backend
 */
export function removeAttributes(state: string): void {
    const files = readdirSync(state, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((each) => each.endsWith(".attrs"))) rmSync(join(state, file), { force: true });
}
