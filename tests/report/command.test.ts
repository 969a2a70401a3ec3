import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { run } from "../../policy-pack/report/command.ts";
import { readiness } from "./readiness.ts";
import { stack, stateOf } from "./stack.ts";

const folder = mkdtempSync(join(tmpdir(), "readiness-"));
const state = join(folder, "state.json");
const file = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
};

beforeAll(() => writeFileSync(state, stateOf(stack())));

describe("readiness", () => {
    test("prints the table of a stack that is not ready, and exits with 1", async () => {
        const { code, out, error } = await readiness(state);
        expect([code, error]).toEqual([1, ""]);
        expect(out).toMatch(/^Production readiness of shop\/prod\n/);
        expect(out.split("\n").filter((line) => /^[✓✗?◷○–] /.test(line))).toHaveLength(14);
    });

    test("answers every row of the checklist in JSON", async () => {
        const { out } = await readiness(state, "--format", "json");
        const { rows, counts } = JSON.parse(out);
        expect(rows).toHaveLength(14);
        expect(counts).toMatchObject({ resources: 353, releases: 12 });
    });

    test("exits with 0 where there is nothing, be it that Pulumi has a stack and a provider", async () => {
        const urn = (type: string) => `urn:pulumi:prod::web::${type}::web`;
        const own = ["pulumi:pulumi:Stack", "pulumi:providers:aws"].map((type) => ({ urn: urn(type), type }));
        for (const resources of [[], own]) {
            const { code, out } = await readiness(file("empty.json", { deployment: { resources } }));
            expect(code).toBe(0);
            expect(out).toContain("Nothing to judge: there is nothing in it.");
        }
    });

    test("exits with 2 where there is something that no check looks at", async () => {
        const type = "random:index/randomId:RandomId";
        const resources = [{ urn: `urn:pulumi:prod::web::${type}::web`, type }];
        const { code, out } = await readiness(file("other.json", { deployment: { resources } }));
        expect(code).toBe(2);
        expect(out).toContain("Nothing was judged: no check looks at anything of what is in it.");
    });

    test("writes one format to a file, and several files beside the table", async () => {
        const page = join(folder, "deep", "report.html");
        const data = join(folder, "report.json");
        const { out } = await readiness(state, "--html", page, "--json", data, "--title", "The shop");
        expect(out).toMatch(/^Production readiness of The shop\n/);
        expect(readFileSync(page, "utf8")).toMatch(/^<!doctype html>/);
        expect(JSON.parse(readFileSync(data, "utf8")).title).toBe("The shop");
        const alone = await readiness(state, "--format", "markdown", "-o", join(folder, "report.md"));
        expect(alone.out).toBe("");
        expect(readFileSync(join(folder, "report.md"), "utf8")).toMatch(/^## /);
    });

    test("takes levels from the configuration", async () => {
        const off = file("off.json", { "eks-secrets-kms": "disabled" });
        const { out } = await readiness(state, "--config", off, "--format", "json");
        const check = JSON.parse(out).checks.find(({ id }: { id: string }) => id === "eks-secrets-kms");
        expect(check.status).toBe("not-applicable");
    });

    test("only checks a configuration where asked to, and reads nothing else", async () => {
        const { code, out } = await readiness("--check-config", file("off.json", { "eks-secrets-kms": "disabled" }));
        expect([code, out]).toEqual([0, expect.stringMatching(/off\.json holds no mistake\n$/)]);
    });

    test("says how much is accepted by design, and how much is owed", async () => {
        const accepted = file("accepted.json", {
            "eks-deletion-protection": {
                exceptions: [{ resource: "*", owner: "team", reason: "a fixture", expires: "2026-12-31" }],
            },
        });
        const { out } = await readiness(state, "--config", accepted);
        expect(out).toMatch(/^Accepted by design: 1 finding\. Owed with a date: 0 checks\.$/m);
    });

    test("counts a failure that is owed as debt until its day, and then as a failure", async () => {
        const before = await readiness(state, "--format", "json");
        const failing = JSON.parse(before.out).checks.filter(
            ({ level, status }: Record<string, string>) => level === "mandatory" && status === "fail",
        );
        const debts = (until: string) => {
            const debt = { owner: "platform", reason: "not built yet", until };
            return file(
                `debts-${until}.json`,
                Object.fromEntries(failing.map(({ id }: { id: string }) => [id, { debt }])),
            );
        };
        const live = await readiness(state, "--config", debts("2026-11-21"));
        expect(live.code).not.toBe(1);
        expect(live.out).toMatch(/^◷ debt .*owed by platform/m);
        const expired = await readiness(state, "--config", debts("2026-11-20"));
        expect(expired.code).toBe(1);
    });
});

describe("wrong use is told in one message, with exit code 3 and nothing written:", () => {
    test.each([
        ["no file", [], "nothing to read: name a file or a folder, or - for standard input; see --help"],
        ["a file that is not there", ["/nowhere.json"], "/nowhere.json: no such file or folder"],
        ["the same stack twice", [state, state], "shop/prod is given twice"],
        ["an unknown option", [state, "--frmat", "json"], "Unknown option `--frmat`; see --help"],
        ["an unknown format", [state, "--format", "pdf"], "--format pdf is not one of table, markdown, html, json"],
        ["an option without its value", [state, "--html"], "option `--html <file>` value is missing"],
        ["an option given twice", [state, "--json", "a", "--json", "b"], "--json can be given once"],
        ["a configuration that is not there", [state, "--config", "/nowhere.json"], "/nowhere.json: no such file"],
        ["a configuration of another kind", [state, "--config", file("list.json", [])], "must be an object"],
        [
            "a check that does not exist",
            [state, "--config", file("typo.json", { "eks-secret-kms": "disabled" })],
            "there is no such check",
        ],
        [
            "a configuration with mistakes that is only checked",
            ["--check-config", file("typo.json", { "eks-secret-kms": "disabled", "nodes-min-count": { minimum: 0 } })],
            "nodes-min-count.minimum",
        ],
        ["a place that cannot be written", [state, "-o", join(state, "x.html")], "x.html"],
        ["a second place that cannot be written", [state, "--html", join(state, "x.html")], "x.html"],
    ])("%s", async (_, words, message) => {
        const { code, out, error } = await readiness(...words);
        expect([code, out]).toEqual([3, ""]);
        expect(error).toContain(`readiness: `);
        expect(error).toContain(message);
        expect(error).not.toMatch(/^\s+at /m);
        expect(existsSync(join(folder, "a"))).toBe(false);
    });

    test("but for a fault of its own, which has an exit code of its own and quotes nothing", async () => {
        const errors: string[] = [];
        const out = {
            write: () => {
                throw new RangeError("hunter2");
            },
        };
        const error = { write: (text: string | Uint8Array) => errors.push(String(text)) > 0 };
        const code = await run(["node", "readiness", state], { out, error, colour: false, piped: false });
        expect([code, errors.join("")]).toEqual([
            4,
            expect.stringMatching(
                /^readiness: stopped by a fault of its own \(RangeError at command\.test\.ts:\d+:\d+\)/,
            ),
        ]);
        expect(errors.join("")).not.toContain("hunter2");
    });

    test("a configuration that is no JSON, without a word of its text", async () => {
        const path = join(folder, "kubeconfig");
        writeFileSync(path, "hunter2");
        const { code, error } = await readiness(state, "--config", path);
        expect([code, error]).toEqual([3, `readiness: ${path} is not readable as JSON\n`]);
    });
});

describe("the installed command", () => {
    const bin = join(import.meta.dirname, "../../policy-pack/report/bin.js");

    test("reads standard input, with a dash and without, and passes the exit code on", async () => {
        for (const words of [["-"], []]) {
            const { exitCode, stdout } = await execa("node", [bin, ...words], { inputFile: state, reject: false });
            expect(exitCode).toBe(1);
            expect(stdout).toContain("Production readiness of shop/prod");
            expect(stdout).not.toContain("\u001b");
        }
    });

    test.each([
        ["a stack that fails", () => state, 1],
        ["a stack of which nothing fails", () => file("nothing.json", { deployment: { resources: [] } }), 0],
    ])("ends quietly where nobody reads to the end, and still says what was judged: %s", async (_, path, code) => {
        const command = `set -o pipefail; node ${bin} ${path()} --format html | true`;
        const { exitCode, stderr } = await execa("bash", ["-c", command], { reject: false });
        expect([exitCode, stderr]).toEqual([code, ""]);
    });

    test("prints its help and exits with 0", async () => {
        const { stdout } = await execa("node", [bin, "--help"]);
        expect(stdout).toContain("--config <file>");
    });
});
