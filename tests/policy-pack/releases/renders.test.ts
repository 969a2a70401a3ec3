import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { evaluate } from "../../../policy-pack/evaluate.ts";
import { inventory } from "../../../policy-pack/inventory/inventory.ts";
import type { Status } from "../../../policy-pack/judgement/result.ts";
import { read } from "../../../policy-pack/report/read/read.ts";
import { rules } from "../../../policy-pack/rules/index.ts";

/** `<chart>/rendered.yaml`: objects of real charts, with the charts' own values. Some charts render none. */
const folder = process.env.CHART_RENDERS;
const renders = (folder ? readdirSync(folder) : [])
    .map((chart) => ({ chart, file: join(folder ?? "", chart, "rendered.yaml") }))
    .filter(({ file }) => existsSync(file) && /^kind:/m.test(readFileSync(file, "utf8")));

interface Count {
    readonly charts: Set<string>;
    fail: number;
    unknown: number;
    pass: number;
}

/** By check, how many objects of the charts it judged how. */
function judgeAll(): ReadonlyMap<string, Count> {
    const counts = new Map<string, Count>();
    for (const { chart, file } of renders) {
        const { resources } = read(file);
        for (const { id, evidence } of evaluate(inventory(resources)).checks) {
            const count = counts.get(id) ?? { charts: new Set(), fail: 0, unknown: 0, pass: 0 };
            counts.set(id, count);
            for (const { status } of evidence) add(count, status, chart);
        }
    }
    return counts;
}

function add(count: Count, status: Status, chart: string): void {
    if (status === "not-applicable") return;
    count[status]++;
    if (status === "fail") count.charts.add(chart);
}

const name = folder
    ? `every rule judges the objects of ${renders.length} real charts without a crash; docs/coverage.md has the table`
    : "with CHART_RENDERS=<folder of <chart>/rendered.yaml>, every rule judges the objects of real charts";

test.skipIf(!folder)(name, { timeout: 300_000 }, () => {
    expect(renders.length).toBeGreaterThan(0);
    const counts = judgeAll();
    expect(counts.size).toBe(rules.length);
    const lines = [...counts].flatMap(([id, { fail, unknown, pass, charts }]) =>
        fail + unknown + pass === 0 ? [] : [`| ${id} | ${fail} | ${charts.size} | ${unknown} | ${pass} |`],
    );
    expect(lines.length).toBeGreaterThan(50);
    process.stdout.write(
        `${["| check | flagged | in charts | unknown | passed |", "|---|---|---|---|---|", ...lines].join("\n")}\n`,
    );
});
