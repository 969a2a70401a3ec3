import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { elapsed, say } from "./console.ts";
import type { Engine, Missing, Way } from "./engine.ts";
import { cache } from "./paths.ts";

const module = join(import.meta.dirname, "build");
const requirements = readFileSync(join(module, "go.mod"), "utf8");
const checksums = readFileSync(join(module, "go.sum"), "utf8");

/** Version that is built, and the oldest that is taken from elsewhere. */
export const pinned = /pulumi\/pkg\/v3 v(\S+)/.exec(requirements)?.[1] ?? "";

const key = createHash("sha256").update(requirements).update(checksums).digest("hex").slice(0, 12);
const executable = join(cache, `pulumi-${pinned}-${key}`, "pulumi");

/** The CLI built from its sources; its language host is not among them, `language-host.ts` stands in. */
export const sourceBuild: Way = {
    remedy: "Put Go on PATH, with a Go module proxy in reach: https://go.dev/doc/install",

    async find(): Promise<Engine | Missing> {
        return existsSync(executable)
            ? { executable, version: pinned, origin: `built from source, ${executable}` }
            : { missing: `${executable} does not exist` };
    },

    async obtain(): Promise<Engine | Missing> {
        const go = await execa("go", ["version"], { reject: false });
        if (go.code === "ENOENT") return { missing: "go is not on PATH" };

        const start = Date.now();
        say(`Building Pulumi ${pinned} from source: 3 to 6 minutes, once for this machine`);
        mkdirSync(dirname(executable), { recursive: true });
        const partial = `${executable}.${process.pid}`;
        const obstacle = await build(partial, start);
        if (obstacle) {
            rmSync(partial, { force: true });
            return { missing: obstacle };
        }
        renameSync(partial, executable);
        say(`Built in ${elapsed(start)}: ${executable}`);
        return sourceBuild.find();
    },
};

/** Builds, and tells every ten seconds how far it is. Gives the reason where it fails. */
async function build(output: string, start: number): Promise<string | undefined> {
    const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pinned}`;
    const main = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
    const child = execa("go", ["build", "-v", "-mod=readonly", `-ldflags=-s -w ${version}`, "-o", output, main], {
        cwd: module,
        env: { CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" },
        reject: false,
        stdin: "ignore",
        stdout: "ignore",
    });
    const count = { downloaded: 0, compiled: 0 };
    const errors: string[] = [];
    const timer = setInterval(
        () => say(`  ${elapsed(start)}: ${count.downloaded} modules downloaded, ${count.compiled} packages compiled`),
        10_000,
    );
    for await (const line of child.iterable({ from: "stderr" })) {
        if (line.startsWith("go: downloading ")) count.downloaded++;
        else if (/^[\w./~-]+$/.test(line)) count.compiled++;
        else errors.push(line);
    }
    clearInterval(timer);
    const result = await child;
    if (result.exitCode !== 0) return `the build failed: ${errors.slice(-5).join(" ") || result.shortMessage}`;
    return undefined;
}
