import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { elapsed, say } from "../console.ts";
import { root } from "../paths.ts";
import type { Engine, EngineSource, Missing } from "./engine-source.ts";
import { unreachable } from "./reach.ts";

const host = "https://get.pulumi.com";
const { version } = createRequire(import.meta.url)("pulumi/package.json") as { version: string };
const executable = join(process.env.PULUMI_HOME || join(homedir(), ".pulumi"), "versions", version, "bin", "pulumi");

/** The official release that the npm package `pulumi` downloads and keeps. */
export const launcher: EngineSource = {
    remedy: `Let the npm package \`pulumi\` download ${version}: it needs ${host}`,

    async find(): Promise<Engine | Missing> {
        return existsSync(executable)
            ? { executable, version, origin: `official release, ${executable}` }
            : { missing: `${executable} does not exist` };
    },

    async obtain(): Promise<Engine | Missing> {
        // Enough to know that there is no way out; the launcher itself would wait for minutes.
        const obstacle = await unreachable(host, 3_000);
        if (obstacle) return { missing: `${host} is not in reach: ${obstacle}` };

        const start = Date.now();
        say(`Downloading Pulumi ${version}, the official release`);
        const download = await execa(join(root, "node_modules/.bin/pulumi"), ["version"], {
            reject: false,
            stdin: "ignore",
            stdout: "inherit",
            stderr: "inherit",
            timeout: 600_000,
        });
        if (download.exitCode !== 0) return { missing: `the download failed: ${download.shortMessage}` };
        say(`Downloaded in ${elapsed(start)}`);
        return launcher.find();
    },
};
