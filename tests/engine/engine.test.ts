import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { Failure } from "../../sandbox/console.ts";
import { findEngine, hasLanguageHost } from "../../sandbox/engine/engine.ts";
import type { Engine, EngineSource, Missing } from "../../sandbox/engine/engine-source.ts";
import { installed } from "../../sandbox/engine/installed.ts";
import { launcher } from "../../sandbox/engine/launcher.ts";
import { pinned, sourceBuild } from "../../sandbox/engine/source-build.ts";

afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
});

/** Puts nothing but a `pulumi` that prints `answer` on PATH. */
function installPulumi(answer: string): string {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-"));
    const executable = join(folder, "pulumi");
    writeFileSync(executable, `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
    vi.stubEnv("PATH", folder);
    return executable;
}

const engine = (origin: string): Engine => ({ executable: `/${origin}`, version: "9.9.9", origin });

/** A way of which the log tells what was asked of it. */
function way(name: string, log: string[], answers: { find?: Engine; obtain?: Engine }): EngineSource {
    const missing: Missing = { missing: `no ${name}` };
    const ask = (question: "find" | "obtain") => async () => {
        log.push(`${question} ${name}`);
        return answers[question] ?? missing;
    };
    return { remedy: `get ${name}`, find: ask("find"), obtain: ask("obtain") };
}

test("an engine that is at hand is taken before one is downloaded or built", async () => {
    const log: string[] = [];
    const download = way("download", log, { obtain: engine("download") });
    const build = way("build", log, { find: engine("build") });
    expect(await findEngine([download, build])).toMatchObject({ origin: "build" });
    expect(log).toEqual(["find download", "find build"]);
});

test("where none is at hand, the ways are tried in their order", async () => {
    const log: string[] = [];
    const ways = ["download", "build", "never"].map((name) =>
        way(name, log, name === "build" ? { obtain: engine(name) } : {}),
    );
    expect(await findEngine(ways)).toMatchObject({ origin: "build" });
    expect(log.slice(3)).toEqual(["obtain download", "obtain build"]);
});

test("without a download and without Go, one message names the three ways and what is missing for each", async () => {
    vi.stubEnv("PATH", "/nonexistent");
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed", { cause: "no route to host" })));
    const nothingAtHand = [installed, launcher, sourceBuild].map((it) => ({
        ...it,
        find: async () => ({ missing: "not at hand" }),
    }));
    const error = await findEngine(nothingAtHand).catch((it) => it);
    expect(error).toBeInstanceOf(Failure);
    expect(error.message.split("\n").slice(1)).toEqual([
        expect.stringMatching(/1\. Put Pulumi \d+\.\d+\.\d+ or newer on PATH.*\(not at hand\)/),
        expect.stringMatching(/2\. .*npm package `pulumi`.*\(.*no route to host\)/),
        expect.stringMatching(/3\. Put Go on PATH.*\(go is not on PATH/),
    ]);
});

test.for([
    { answer: "v3.999.0", why: "newer" },
    { answer: `v${pinned}`, why: "the oldest that will do" },
])("Pulumi $answer on PATH is taken: $why", async ({ answer }) => {
    const executable = installPulumi(answer);
    expect(await installed.find()).toMatchObject({ executable, version: answer.slice(1) });
});

test.for([
    { answer: "v3.258.9", reason: /3\.258\.9, older than 3\.\d+/ },
    { answer: "v3.99.0", reason: /3\.99\.0, older than/ },
    { answer: "no idea", reason: /does not answer/ },
])("Pulumi on PATH that answers `$answer` is passed over, with the reason", async ({ answer, reason }) => {
    const executable = installPulumi(answer);
    const found = (await installed.find()) as Missing;
    expect(found.missing).toMatch(reason);
    expect(found.missing).toContain(executable);
});

test("the npm launcher is not taken for an installed Pulumi", async () => {
    vi.stubEnv("PATH", join(import.meta.dirname, "../../node_modules/.bin"));
    expect(await installed.find()).toEqual({ missing: "pulumi is not on PATH" });
});

test("a language host beside the engine or on PATH is seen, also through a link", () => {
    const [executable, elsewhere] = [installPulumi("v9.9.9"), mkdtempSync(join(tmpdir(), "host-"))];
    vi.stubEnv("PATH", elsewhere);
    const link = join(mkdtempSync(join(tmpdir(), "link-")), "pulumi");
    symlinkSync(executable, link);
    const found = () => [executable, link].map((path) => hasLanguageHost({ ...engine("x"), executable: path }));
    expect(found()).toEqual([false, false]);

    const besides = join(dirname(executable), "pulumi-language-nodejs");
    writeFileSync(besides, "");
    expect(found()).toEqual([true, true]);

    rmSync(besides);
    writeFileSync(join(elsewhere, "pulumi-language-nodejs"), "", { mode: 0o755 });
    expect(found()).toEqual([true, true]);
});
