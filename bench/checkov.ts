import { join } from "node:path";
import { execa } from "execa";
import { installed } from "./installed.ts";

/** https://pypi.org/project/checkov */
const version = "3.3.30";

/** The command of checkov, in an environment of Python of its own; undefined where Python or PyPI is not at hand. */
export async function findCheckov(): Promise<readonly string[] | undefined> {
    const folder = await installed(`checkov-${version}`, `checkov ${version}: about a minute`, async (draft) => {
        await execa("python3", ["-m", "venv", draft]);
        await execa(join(draft, "bin/pip"), ["install", "--quiet", `checkov==${version}`]);
    });
    return folder === undefined ? undefined : [join(folder, "bin/python"), "-m", "checkov.main"];
}
