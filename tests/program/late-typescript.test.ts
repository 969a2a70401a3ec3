import { execa } from "execa";
import { expect, test } from "vitest";
import { root } from "../../sandbox/paths.ts";

/** Says whether the compiler is there once the SDK is, and when a function was written down, which needs it. */
const program = `
    import { createRequire } from "node:module";
    import { runtime } from "@pulumi/pulumi";
    const { cache } = createRequire(import.meta.url);
    const isLoaded = () => Object.keys(cache).some((file) => file.endsWith("/typescript.js"));
    const answer = 42;
    const before = isLoaded();
    const { text } = await runtime.serializeFunction(() => answer);
    console.log(JSON.stringify({ before, after: isLoaded(), isWhole: text.includes("answer: 42") }));`;

test.each([
    [
        "The compiler is loaded where a function is given away, and not before",
        ["--import", "./components/late-typescript.ts"],
        false,
    ],
    ["Without it the SDK loads the compiler at once", [], true],
])("%s", async (_, options, before) => {
    const { stdout } = await execa(process.execPath, [...options, "--input-type=module", "--eval", program], {
        cwd: root,
    });
    expect(JSON.parse(stdout)).toEqual({ before, after: true, isWhole: true });
});
