import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatNames, formats } from "../../policy-pack/report/formats/formats.ts";
import { json } from "../../policy-pack/report/formats/json.ts";
import { junit } from "../../policy-pack/report/formats/junit.ts";
import { markdown } from "../../policy-pack/report/formats/markdown.ts";
import { sarif } from "../../policy-pack/report/formats/sarif.ts";
import { table } from "../../policy-pack/report/formats/table.ts";
import { hostileView, payloads, viewOfStack } from "./hostile.ts";

const view = viewOfStack();
const status = expect.stringMatching(/^(pass|fail|unknown|not-applicable)$/);
const texts = expect.toSatisfy((all) => Array.isArray(all) && all.every((each) => typeof each === "string"));

describe("JSON", () => {
    const content = JSON.parse(json(view));

    test("has the published shape, whatever else it holds", () => {
        expect(content.counts).toEqual({ resources: 353, releases: 12, rendered: 9 });
        expect(content.rows).toHaveLength(14);
        for (const row of content.rows) expect(row).toEqual({ name: expect.any(String), status, checks: texts });
        for (const { id, level, status: found, evidence } of content.checks) {
            expect({ id, level, found }).toEqual({
                id: expect.any(String),
                level: expect.stringMatching(/^(mandatory|advisory)$/),
                found: status,
            });
            for (const each of evidence) {
                expect(each).toEqual({ urn: expect.any(String), status, message: expect.any(String) });
            }
        }
    });

    test("says of a check what it is about, how to mend it, and who owes it", () => {
        const gate = content.checks.find(({ id }: { id: string }) => id === "image-vuln-gate");
        expect(gate).toMatchObject({
            status: "fail",
            severity: "high",
            remediation: "Mend image-vuln-gate.",
            debt: { owner: "security", until: "2027-03-31" },
        });
    });

    test("names in its rows only checks that it holds", () => {
        const ids = content.checks.map(({ id }: { id: string }) => id);
        expect(ids).toEqual(expect.arrayContaining(content.rows.flatMap(({ checks }: { checks: string[] }) => checks)));
    });
});

describe("the table", () => {
    test("tells each row with a sign and a word, and what to do first where it is not green", () => {
        const lines = table(view).split("\n");
        const line = (name: string) => lines.find((each) => each.includes(name));
        expect(line("Network policies")).toMatch(/^✗ fail\s+Network policies\s+shop: No NetworkPolicy/);
        expect(line("Monitoring Infrastructure")).toMatch(/^\? unknown\s/);
        expect(line("Image scanning")).toMatch(/^◷ debt\s/);
        expect(line("Deployment Pipeline")).toBe("✓ pass      Deployment Pipeline");
        expect(line("API Gateway")).toBe("– n/a       API Gateway");
    });

    test("wraps what does not fit one line, and loses none of it", () => {
        const words = table(view).replace(/\s+/g, " ");
        expect(words).toContain("Add one with an empty podSelector and both policyTypes. And 2 more like it.");
    });

    test("ends with what it comes to", () => {
        expect(table(view).split("\n").slice(-5)).toEqual([
            "Not ready: 3 checks fail, in 2 of 14 rows.",
            "Rows: 2 fail, 2 unknown, 2 debt, 5 pass, 3 n/a.",
            "Checks: 3 fail, 2 unknown, 4 debt, 45 pass, 5 n/a.",
            "Looked at 353 resources, 9 of 12 releases seen inside.",
            "",
        ]);
    });

    test("is coloured only when it is asked to be, and says the same then", () => {
        expect(table(view, true)).not.toBe(table(view));
        expect(stripVTControlCharacters(table(view, true)).replace(/ +$/gm, "")).toBe(table(view));
    });

    test("fits 100 columns, whatever resources are called", () => {
        const names = fc.oneof(
            fc.string({ maxLength: 300 }),
            fc.string({ minLength: 200, maxLength: 300, unit: "binary" }),
        );
        fc.assert(
            fc.property(names, (name) => {
                const lines = table(hostileView(name)).split("\n");
                expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(100);
            }),
            { numRuns: 15 },
        );
    });
});

describe("Markdown", () => {
    const content = markdown(view);

    test("starts with the verdict and holds one line for each row", () => {
        expect(content).toMatch(/^## ✗ Not ready: 3 checks fail, in 2 of 14 rows\.\n/);
        expect(content.split("\n").filter((line) => /^\| \S/.test(line))).toHaveLength(1 + 1 + 14);
    });

    test("folds what is to be mended, judged and paid off, with resource and id", () => {
        expect(content.match(/<summary>.*<\/summary>/g)).toEqual([
            "<summary>What to mend: 3 checks</summary>",
            "<summary>What could not be judged: 2 checks</summary>",
            "<summary>What is owed: 4 checks</summary>",
        ]);
        expect(content).toContain("`ns-default-deny`\n  - shop (Namespace): No NetworkPolicy");
    });

    test("names a reason once, with the checks that wait for it", () => {
        expect(content).toMatch(
            /- \*\*The build templates are not written yet\.\*\* 2 checks wait for it:\n.*`ci-push-identity`\n.*`image-git-sha`/,
        );
    });

    test.each(payloads)("keeps %j as text: no mark-up, no mention, no further line", (payload) => {
        const hostile = markdown(hostileView(payload));
        expect(hostile.split("\n").filter((line) => /^\| \S/.test(line))).toHaveLength(16);
        expect(hostile).not.toMatch(/<(?!\/?(details|summary)>)|(?<!\\)\]\(|@everyone|^# /m);
    });
});

describe("SARIF", () => {
    const [run] = JSON.parse(sarif(view)).runs;

    test("reports what fails and what is open, and nothing that passes", () => {
        const kinds = Map.groupBy(run.results as { kind: string; level: string }[], ({ kind }) => kind);
        expect([...kinds.keys()].sort()).toEqual(["fail", "open"]);
        expect(kinds.get("open")?.map(({ level }) => level)).toEqual(["none", "none"]);
    });

    test("points from each result to its rule and its resource", () => {
        const result = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === "alertmanager-routed");
        expect(run.tool.driver.rules[result.ruleIndex].id).toBe("alertmanager-routed");
        expect(result.locations[0].logicalLocations[0].name).toBe("kube-prometheus-stack");
    });

    test("suppresses what is owed, with owner and day", () => {
        const suppressed = run.results.filter(({ suppressions }: { suppressions?: unknown }) => suppressions);
        expect(suppressed).toHaveLength(4);
        expect(suppressed.at(-1).suppressions[0].justification).toMatch(/owed by platform until 2027-02-28$/);
    });
});

describe("JUnit", () => {
    test("has a suite for each row, and counts only open mandatory failures as failures", async () => {
        const content = await junit(view);
        expect(content.match(/<testsuite /g)).toHaveLength(15);
        expect(content).toMatch(/<testsuites [^>]*tests="59" failures="3" errors="2" skipped="9">/);
        expect(content.match(/<failure /g)).toHaveLength(3);
    });

    test.each(payloads)("keeps %j inside its attribute or element, and nothing that XML forbids", async (payload) => {
        const content = await junit(hostileView(payload));
        const elements = content.match(/<\/?[^\s/>]*/g) ?? [];
        const known = ["<?xml", "testsuites", "testsuite", "testcase", "failure", "error", "skipped"];
        expect(elements.filter((each) => !known.includes(each.replace(/^<\/?(?!\?)/, "")))).toEqual([]);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
        expect(content).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
    });
});

test.each(formatNames)("%s shows no value of a resource and no ciphertext", async (name) => {
    const content = await formats[name](view);
    expect(content).not.toMatch(/c2VjcmV0|aGlkZGVu|adminPassword|podSelector: \{\}/);
});
