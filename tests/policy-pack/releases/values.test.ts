import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { chart, configMap, inside, releaseOf } from "./chart.ts";
import { recordingHelm } from "./recording-helm.ts";

/** Told nowhere else: the disk is searched for it. */
const secret = randomUUID();

describe("values", () => {
    test("go to Helm by standard input alone, and leave nothing behind on the disk", async () => {
        const helm = recordingHelm();
        const found = await inside(
            [releaseOf(chart({ "templates/a.yaml": configMap(".Values.a") }), { values: { a: secret } })],
            {
                helm: helm.path,
            },
        );
        expect(found.objects("ConfigMap", "core")[0]?.props.data.answer).toBe(secret);
        expect(helm.calls().join()).not.toContain(secret);
        expect(
            spawnSync("grep", ["-rl", secret, helm.folder, inject("scratchFolder")], { encoding: "utf8" }).stdout,
        ).toBe("");
    });

    test("and all else stay on this machine: every proxy of Helm's is a port where nothing is", async () => {
        const helm = recordingHelm();
        await inside([releaseOf(chart({}))], { helm: helm.path });
        const env = readFileSync(join(helm.folder, "env"), "utf8").split("\n");
        const proxies = env.filter((line) => /^https?_proxy=/i.test(line));
        expect(new Set(proxies.map((line) => line.replace(/^.*=/, "")))).toEqual(new Set(["http://127.0.0.1:9"]));
        expect(new Set(proxies.map((line) => line.replace(/=.*/, "")))).toEqual(
            new Set(["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"]),
        );
        expect(env).toContain("NO_PROXY=");
    });

    test("of ten megabytes are rendered", async () => {
        const values = { a: "x".repeat(10_000_000) };
        const found = await inside([releaseOf(chart({ "templates/a.yaml": configMap("len .Values.a") }), { values })]);
        expect(found.objects("ConfigMap", "core")[0]?.props.data.answer).toBe("10000000");
    });
});
