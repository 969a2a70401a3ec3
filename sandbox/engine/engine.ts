import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure, say } from "../console.ts";
import type { Engine, EngineSource } from "./engine-source.ts";
import { installed } from "./installed.ts";
import { launcher } from "./launcher.ts";
import { onPath } from "./path.ts";
import { sourceBuild } from "./source-build.ts";

const ways: readonly EngineSource[] = [installed, launcher, sourceBuild];

/**
 * The real Pulumi CLI: the installed one, else the official release by way of npm, else a build from the Go module
 * proxy. What is at hand is taken before anything is downloaded or built.
 *
 * @throws Failure with the ways to get one, where none works.
 */
export async function findEngine(from: readonly EngineSource[] = ways): Promise<Engine> {
    for (const way of from) {
        const found = await way.find();
        if (!("missing" in found)) return found;
    }
    const reasons: string[] = [];
    for (const way of from) {
        const found = await (way.obtain?.() ?? way.find());
        if (!("missing" in found)) return found;
        say(found.missing);
        reasons.push(`${reasons.length + 1}. ${way.remedy} (${found.missing})`);
    }
    throw new Failure(`There is no Pulumi engine. Any of these gives one:\n  ${reasons.join("\n  ")}`);
}

/** Whether the engine brings its own language host, as official releases do. */
export function hasLanguageHost(engine: Engine): boolean {
    const host = "pulumi-language-nodejs";
    return existsSync(join(dirname(realpathSync(engine.executable)), host)) || onPath(host).length > 0;
}
