import { build, built, version } from "../tools/tools.ts";
import type { Engine, EngineSource, Missing } from "./engine-source.ts";

/** Version that is built, and the oldest that is taken from elsewhere. */
export const pinned = version("pulumi").slice(1);

/** The CLI built from its sources; its language host is not among them, `language-host.ts` stands in. */
export const sourceBuild: EngineSource = {
    remedy: "Put Go on PATH, with a Go module proxy in reach: https://go.dev/doc/install",

    async find(): Promise<Engine | Missing> {
        const executable = built("pulumi", "pulumi");
        return executable
            ? { executable, version: pinned, origin: `built from source, ${executable}` }
            : { missing: `pulumi ${pinned} was not built before` };
    },

    async obtain(): Promise<Engine | Missing> {
        const obstacle = await build("pulumi");
        return obstacle ? { missing: obstacle } : sourceBuild.find();
    },
};
