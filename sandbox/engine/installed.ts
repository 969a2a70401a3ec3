import { realpathSync } from "node:fs";
import { sep } from "node:path";
import { execa } from "execa";
import type { Engine, EngineSource, Missing } from "./engine-source.ts";
import { onPath } from "./path.ts";
import { pinned } from "./source-build.ts";

/** `pulumi` on PATH, from a package manager or the installer. */
export const installed: EngineSource = {
    remedy: `Put Pulumi ${pinned} or newer on PATH: https://www.pulumi.com/docs/iac/download-install`,

    async find(): Promise<Engine | Missing> {
        const executable = onPath("pulumi").find((path) => !isLauncher(path));
        if (!executable) return { missing: "pulumi is not on PATH" };

        const { stdout } = await execa(executable, ["version"], { reject: false, timeout: 10_000 });
        const version = /^v?(\d+\.\d+\.\d+\S*)$/.exec(String(stdout).trim())?.[1];
        if (!version) return { missing: `${executable} does not answer \`version\` with a version` };
        if (isOlder(version, pinned)) return { missing: `${executable} is ${version}, older than ${pinned}` };
        return { executable, version, origin: executable };
    },
};

/** The npm package `pulumi` puts a script in this place that downloads the real one: that is the next way. */
function isLauncher(path: string): boolean {
    return realpathSync(path).includes(`${sep}node_modules${sep}`);
}

function isOlder(version: string, than: string): boolean {
    return version.localeCompare(than, "en", { numeric: true }) < 0;
}
