import { resolve } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { primaryOf, settingsOf, standbysOf } from "../../sandbox/engine/stack-files.ts";

const root = resolve(import.meta.dirname, "../..");

function sandbox(...args: string[]) {
    return execa(process.execPath, ["sandbox/main.ts", ...args], { cwd: root, reject: false, all: true });
}

test.for([
    { args: ["up", "nowhere"], exitCode: 1, message: /no stack nowhere.*Stacks: .*prod.*sandbox/ },
    { args: ["preview", "nowhere"], exitCode: 1, message: /Pulumi\.nowhere\.yaml is missing/ },
    { args: ["destroy", "nowhere"], exitCode: 1, message: /no stack nowhere/ },
    { args: ["up"], exitCode: 3, message: /missing required args/ },
    { args: ["fly", "prod"], exitCode: 3, message: /no command fly/ },
    { args: [], exitCode: 3, message: /no command/ },
])("`sandbox $args` ends with $exitCode and one line that says why", async ({ args, exitCode, message }) => {
    const result = await sandbox(...args);
    expect(result.exitCode).toBe(exitCode);
    expect(result.all).toMatch(message);
    expect(result.all.trim().split("\n")).toHaveLength(1);
});

test("The stack files say who stands by for whom: a primary is not removed before its standby", () => {
    expect(standbysOf("prod")).toEqual(["dr"]);
    expect(standbysOf("dr")).toEqual([]);
    expect(primaryOf(settingsOf("dr"))).toBe("prod");
    expect(primaryOf(settingsOf("prod"))).toBeUndefined();
});
