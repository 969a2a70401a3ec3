import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure, say } from "../console.ts";
import { installed } from "./installed.ts";
import { launcher } from "./launcher.ts";
import { onPath } from "./path.ts";
import { sourceBuild } from "./source-build.ts";

/** A Pulumi CLI that is ready to run. */
export interface Engine {
    /** Absolute path of the executable. */
    readonly executable: string;
    /** Without a leading `v`. */
    readonly version: string;
    /** Where it came from, for people. */
    readonly origin: string;
}

/** Why an engine cannot be had one way. */
export interface Missing {
    readonly missing: string;
}

/** One way to the real Pulumi CLI. */
export interface EngineSource {
    /** What a user does to make this way work. */
    readonly remedy: string;
    /** The engine, where it is at hand at once: no download, no build. */
    find(): Promise<Engine | Missing>;
    /** Downloads or builds it. */
    obtain?(): Promise<Engine | Missing>;
}

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
