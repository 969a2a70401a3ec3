import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { policies } from "../../policy-pack/crossguard/policies.ts";
import { configurationCheck } from "../../policy-pack/judgement/exceptions.ts";
import { type FormatName, formatNames } from "../../policy-pack/report/formats/formats.ts";
import { readiness } from "./readiness.ts";
import { stateOf } from "./stack.ts";

const { id, title, mend } = configurationCheck;
const entry = { resource: "shop", owner: "team", reason: "a fixture", expires: "2026-11-20" };
const message = `ns-pss-labels: the exception of team for shop expired on 2026-11-20. ${mend}`;
const reports = new Map<FormatName, string>();

/** Nothing is in the stack, so what has expired is all that fails. */
beforeAll(async () => {
    const folder = mkdtempSync(join(inject("scratchFolder"), "expired-"));
    const [state, config] = [join(folder, "state.json"), join(folder, "config.json")];
    writeFileSync(state, stateOf([]));
    writeFileSync(config, JSON.stringify({ "ns-pss-labels": { exceptions: [entry] } }));
    for (const format of formatNames) {
        const { code, out } = await readiness(state, "--config", config, "--format", format);
        expect(code).toBe(1);
        reports.set(format, out);
    }
});

const report = (format: FormatName) => reports.get(format) ?? "";
const flat = (text: string) => text.replace(/\s+/g, " ").trim();
const withoutTags = (html: string) => flat(html.replace(/<[^>]*>/g, " "));

/** The last row of the table, column by column: a cell goes over several lines. */
function lastRow(): string[] {
    const lines = report("table").split("\n");
    const start = lines.findLastIndex((line) => /^[✓✗?◷○–] /.test(line));
    const row = lines.slice(start, lines.indexOf("", start));
    return [[0, 10], [10, 38], [38]].map(([from, to]) => flat(row.map((line) => line.slice(from, to)).join(" ")));
}

describe("an exception whose last day is over", () => {
    test.each(["markdown", "json", "sarif", "junit"] as const)("is told with its title and mend as %s", (format) => {
        expect(report(format)).toContain(title);
        expect(report(format).replaceAll("\\", "")).toContain(message);
    });

    test("stands below the rows of the table", () => {
        expect(lastRow()).toEqual(["✗ fail", title, `${message}.`]);
    });

    test("is the first thing to do on the page, and leads to its check", () => {
        const [todo = ""] = /<section class="todo".*?<\/section>/s.exec(report("html")) ?? [];
        expect(withoutTags(todo)).toContain(`${title} ${message}.`);
        expect(todo).toContain(`href="#${id}"`);
        expect(report("html")).toContain(`id="${id}"`);
    });

    test("is one check, by one name, in the pack and in the report", () => {
        const { checks } = JSON.parse(report("json"));
        expect(checks.filter(({ status }: { status: string }) => status === "fail")).toEqual([
            expect.objectContaining({ id, title, remediation: mend, evidence: [expect.objectContaining({ message })] }),
        ]);
        expect(policies().find(({ name }) => name === id)).toMatchObject({
            description: title,
            remediationSteps: mend,
        });
        const { rules } = JSON.parse(report("sarif")).runs[0].tool.driver;
        expect(rules.find((rule: { id: string }) => rule.id === id).help.text).toBe(`${mend}.`);
    });
});
