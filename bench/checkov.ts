import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { cache } from "../sandbox/paths.ts";

/** https://pypi.org/project/checkov */
const version = "3.3.30";

/** The command of checkov, in an environment of Python of its own; undefined where Python or PyPI is not at hand. */
export async function findCheckov(): Promise<readonly string[] | undefined> {
    const folder = join(cache, `checkov-${version}`);
    const command = [join(folder, "bin/python"), "-m", "checkov.main"];
    if (existsSync(folder)) return command;
    const draft = `${folder}.${process.pid}`;
    console.log(`▸ Installing checkov ${version}: about a minute, once`);
    try {
        await execa("python3", ["-m", "venv", draft]);
        await execa(join(draft, "bin/pip"), ["install", "--quiet", `checkov==${version}`]);
        renameSync(draft, folder);
        return command;
    } catch {
        rmSync(draft, { recursive: true, force: true });
        return undefined;
    }
}
