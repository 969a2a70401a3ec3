import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { goBuild } from "../tools/go-build.ts";
import type { Engine, Missing, Way } from "./engine.ts";
import { cache } from "./paths.ts";

const module = join(import.meta.dirname, "../tools/pulumi");
const requirements = readFileSync(join(module, "go.mod"), "utf8");
const checksums = readFileSync(join(module, "go.sum"), "utf8");

/** Version that is built, and the oldest that is taken from elsewhere. */
export const pinned = /pulumi\/pkg\/v3 v(\S+)/.exec(requirements)?.[1] ?? "";

const key = createHash("sha256").update(requirements).update(checksums).digest("hex").slice(0, 12);
const output = join(cache, `pulumi-${pinned}-${key}`);
const executable = join(output, "pulumi");

/** The CLI built from its sources; its language host is not among them, `language-host.ts` stands in. */
export const sourceBuild: Way = {
    remedy: "Put Go on PATH, with a Go module proxy in reach: https://go.dev/doc/install",

    async find(): Promise<Engine | Missing> {
        return existsSync(executable)
            ? { executable, version: pinned, origin: `built from source, ${executable}` }
            : { missing: `${executable} does not exist` };
    },

    async obtain(): Promise<Engine | Missing> {
        const obstacle = await goBuild({
            name: `Pulumi ${pinned}`,
            duration: "3 to 6 minutes",
            module,
            packages: ["tool"],
            variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${pinned}` },
            output,
        });
        return obstacle ? { missing: obstacle } : sourceBuild.find();
    },
};
