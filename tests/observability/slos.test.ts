import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { obtain } from "production-cluster-sandbox/tools/tools.ts";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { burnAlerts, slowRequests, windows } from "../../components/platform/slo.ts";
import { addonOf, assembled } from "../addons/example.ts";
import type { Rendered } from "../addons/render.ts";

const folder = mkdtempSync(join(tmpdir(), "slos-"));
afterAll(() => rmSync(folder, { recursive: true }));

const slos = [
    {
        name: "shop",
        service: "web",
        team: "shop",
        objective: 99.9,
        availability: { metric: "http_requests_total", selector: 'namespace="shop"', errors: 'code=~"5.."' },
    },
    {
        name: "shop-speed",
        service: "web",
        objective: 99.9,
        latency: { histogram: "http_request_duration_seconds", selector: 'namespace="shop"', within: "0.5" },
    },
];
const monitoring = addonOf(await assembled({ settings: { slos } }), "monitoring");
const groups: Rendered[] = ((monitoring.after ?? []) as Rendered[])
    .filter(({ kind }) => kind === "PrometheusRule")
    .flatMap(({ spec }) => spec.groups)
    .filter(({ name }) => /^slo-|^error-budgets$/.test(name));

/** Minutes, and how many times as fast as it may the budget burns in them. */
type Phase = [minutes: number, burnRate: number];

const budget = 0.001;

/** Minutes from one sample to the next. */
const step = 2;

/** Counters of what was asked and of what went wrong. */
function counters(phases: readonly Phase[], requests: number): { all: string; bad: string; good: string } {
    const bad = [0];
    for (const [minutes, burnRate] of phases)
        for (let minute = 0; minute < minutes; minute += step)
            bad.push((bad.at(-1) ?? 0) + requests * burnRate * budget);
    const all = bad.map((_, place) => place * requests);
    const good = all.map((count, place) => count - (bad[place] ?? 0));
    return { all: all.join(" "), bad: bad.join(" "), good: good.join(" ") };
}

interface Case {
    called: string;
    phases: Phase[];
    /** Long windows of the alerts that fire at the end. */
    fires: string[];
    /** What is left of the budget then. Default: not asked. */
    left?: number;
    requests?: number;
}

/** A long window holds as much as there is of history. */
const cases: Case[] = [
    { called: "nothing goes wrong", phases: [[30, 0]], fires: [], left: 1 },
    { called: "nobody asks", phases: [[30, 0]], fires: [], requests: 0 },
    { called: "a little less than the budget", phases: [[30, 0.8]], fires: [], left: 0.2 },
    { called: "a little more", phases: [[30, 1.2]], fires: ["3d"], left: -0.2 },
    { called: "less than three times as fast", phases: [[30, 2.5]], fires: ["3d"] },
    { called: "three times as fast", phases: [[30, 3.6]], fires: ["1d", "3d"], left: -2.6 },
    { called: "less than six times as fast", phases: [[30, 5]], fires: ["1d", "3d"] },
    { called: "six times as fast", phases: [[30, 7.2]], fires: ["6h", "1d", "3d"], left: -6.2 },
    { called: "less than an outage", phases: [[30, 12]], fires: ["6h", "1d", "3d"] },
    { called: "an outage", phases: [[30, 17.28]], fires: ["1h", "6h", "1d", "3d"], left: -16.28 },
    // 10 of 60 minutes are 3.3 within the hour, and less within the longer windows.
    {
        called: "a blip after a quiet morning",
        phases: [
            [360, 0],
            [10, 20],
        ],
        fires: [],
    },
    // 18.7 within the hour, 3.1 within six, 2.7 in all.
    {
        called: "an hour of it after a quiet morning",
        phases: [
            [360, 0],
            [56, 20],
        ],
        fires: ["1h", "3d"],
    },
    // 1.3 within six hours, 0.7 in all.
    {
        called: "an hour of it after a night",
        phases: [
            [600, 0],
            [60, 8],
        ],
        fires: [],
    },
    // The short windows say one after the other that it is over.
    {
        called: "over for 10 minutes",
        phases: [
            [60, 20],
            [10, 0],
        ],
        fires: ["6h", "1d", "3d"],
    },
    {
        called: "over for 36 minutes",
        phases: [
            [60, 20],
            [36, 0],
        ],
        fires: ["1d", "3d"],
    },
    {
        called: "over for two hours",
        phases: [
            [60, 20],
            [130, 0],
        ],
        fires: ["3d"],
    },
    {
        called: "over for six hours",
        phases: [
            [60, 20],
            [370, 0],
        ],
        fires: [],
    },
];

const mutations: ((expr: string) => string)[] = [
    (expr) => expr.replaceAll("group_left () (", "group_left () (1.3 * "),
    (expr) => expr.replaceAll("group_left () (", "group_left () (0.7 * "),
    (expr) => expr.replace(" > ", " < "),
    (expr) => expr.replace(/ and .*/, ""),
    (expr) => expr.replace(/.* and /, ""),
];

const alerts: Rendered[] = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert);

const mutants = alerts.flatMap(({ expr, labels }) =>
    mutations.map((mutate, index) => ({ alert: `Mutant${index}Of${labels.window}`, expr: mutate(expr), labels })),
);

const firing = (alert: string, slo: string) =>
    `sum by (slo, severity, window) (ALERTS{alertname="${alert}",alertstate="firing",slo="${slo}"})`;

const severities = new Map(burnAlerts.map(({ long, severity }) => [long, severity]));

/** What promtool is asked at the end of a case: both kinds of objectives burn alike; a mutant should do as its original. */
function tests({ called, phases, fires, left, requests = 1000 }: Case) {
    const { all, bad, good } = counters(phases, requests);
    const eval_time = `${phases.reduce((sum, [minutes]) => sum + minutes, 0)}m`;
    const samples = (slo: string, of: string[]) =>
        of.map((window) => ({
            labels: `{severity="${severities.get(window)}", slo="${slo}", window="${window}"}`,
            value: 1,
        }));
    const mine = 'namespace="shop"';
    return {
        name: called,
        interval: `${step}m`,
        input_series: [
            { series: `http_requests_total{${mine},code="200"}`, values: good },
            { series: `http_requests_total{${mine},code="500"}`, values: bad },
            { series: 'http_requests_total{namespace="other",code="500"}', values: all },
            { series: `http_request_duration_seconds_bucket{${mine},le="0.5"}`, values: good },
            { series: `http_request_duration_seconds_bucket{${mine},le="+Inf"}`, values: all },
            { series: `http_request_duration_seconds_count{${mine}}`, values: all },
        ],
        promql_expr_test: [
            ...slos.map(({ name }) => ({
                expr: firing("ErrorBudgetBurn", name),
                eval_time,
                exp_samples: samples(name, fires),
            })),
            ...(left === undefined
                ? []
                : [
                      {
                          expr: 'round(slo:error_budget:remaining{slo="shop"}, 0.01)',
                          eval_time,
                          exp_samples: [{ labels: '{service="web", slo="shop", team="shop"}', value: left }],
                      },
                  ]),
            ...mutants.map(({ alert, labels }) => ({
                expr: firing(alert, "shop"),
                eval_time,
                exp_samples: samples(
                    "shop",
                    fires.filter((window) => window === labels.window),
                ),
            })),
        ],
    };
}

/** Queries that did not answer as they should, at the end of any case. */
async function failed(): Promise<string[]> {
    const program = await obtain(["prometheus"]);
    const rules = groups.filter(({ name }) => name !== "slo-api-server" && name !== "slo-dns");
    const files = { rules: join(folder, "rules.yaml"), tests: join(folder, "tests.yaml") };
    writeFileSync(files.rules, stringify({ groups: [...rules, { name: "mutants", rules: mutants }] }));
    writeFileSync(
        files.tests,
        stringify({
            rule_files: [files.rules],
            evaluation_interval: `${step}m`,
            fuzzy_compare: true,
            tests: cases.map(tests),
        }),
    );
    const { stdout, stderr } = spawnSync(program("promtool"), ["test", "rules", files.tests], { encoding: "utf8" });
    return [...`${stdout}${stderr}`.matchAll(/^\s+(expr: .*|error.*|.*parse.*)$/gm)].map(([, line = ""]) => line);
}

describe("An objective", () => {
    it("of whole seconds finds the bucket as Prometheus 3 writes it, and knows nothing where there is none", () => {
        const query = slowRequests({ histogram: "seconds", within: "1" })("5m");
        expect(query).toContain('le=~"1|1[.]0"');
        expect(query).not.toContain("vector(0)");
    });

    const found = failed();
    const isMutant = (line: string) => line.includes("Mutant");

    it("is told of when its budget burns, by each pair of windows, and of nothing else", async () => {
        expect((await found).filter((line) => !isMutant(line))).toEqual([]);
    });

    it("is told of by rules of which none could be another one", async () => {
        const killed = (await found).filter(isMutant);
        const names = mutants.map(({ alert }) => alert);
        expect(names.length).toBe(20);
        expect(names.filter((name) => !killed.some((line) => line.includes(name)))).toEqual([]);
    });

    it("has alerts that spend 2, 5 and 10 % of a budget of 30 days before they fire, as long as it goes on", () => {
        const hours = (window: string) =>
            Number.parseInt(window, 10) * ({ m: 1 / 60, h: 1, d: 24 }[window.at(-1) ?? ""] ?? 0);
        const spent = burnAlerts.map(({ burnRate, long }) => (burnRate * hours(long)) / (30 * 24));
        expect(spent.map((share) => Number(share.toFixed(4)))).toEqual([0.02, 0.05, 0.1, 0.1]);
        for (const { long, short } of burnAlerts) expect(hours(long) / hours(short)).toBe(12);
        expect(burnAlerts.flatMap(({ long, short }) => [long, short]).toSorted()).toEqual(
            expect.arrayContaining([...windows]),
        );
    });

    it("of the API server is shown, and told of by the rule of kube-prometheus-stack alone", () => {
        const rules = groups.flatMap(({ name, rules }) => (name === "slo-api-server" ? rules : []));
        expect(new Set(rules.map(({ labels }) => labels.alerted_by))).toEqual(new Set(["KubeAPIErrorBudgetBurn"]));
        // Of both windows, which are of one objective.
        for (const { expr } of alerts) expect(expr.match(/alerted_by=""/g)).toHaveLength(1);
    });

    it("is one of two of the platform's own where nobody configures one", async () => {
        const { after = [] } = addonOf(await assembled(), "monitoring");
        const names = (after as Rendered[]).flatMap(({ kind, spec }) =>
            kind === "PrometheusRule" ? spec.groups.map(({ name }: Rendered) => name) : [],
        );
        expect(names).toEqual(expect.arrayContaining(["slo-api-server", "slo-dns", "error-budgets"]));
    });
});
