import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import { obtain } from "../../sandbox/tools/tools.ts";
import type { Case, Series } from "./case.ts";

/** A rule as Prometheus has it. */
export interface WrittenRule {
    alert?: string;
    record?: string;
    expr: string;
    for?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
}

export interface WrittenGroup {
    name: string;
    rules: WrittenRule[];
}

/** Where the pages on alerts are, if nobody says where else. */
export const runbooks = "pkg:npm/production-cluster#docs/runbooks";

/** Seconds of a time as Prometheus writes it. */
function seconds(time: string): number {
    const [, amount = "", unit = ""] = /^(\d+)([smhd])$/.exec(time) ?? [];
    const of = { s: 1, m: 60, h: 3600, d: 86_400 }[unit];
    if (of === undefined) throw new Error(`${time} is not a time of one unit`);
    return Number(amount) * of;
}

/** What takes hours is looked at every ten minutes. */
const stepOf = ({ after = "0m", settled = "0m" }: Case): number =>
    seconds(after) >= 7200 || seconds(settled) >= 86_400 ? 600 : 60;

const samples = (values: string, steps: number): string =>
    /^-?[\d.]+([+-][\d.]+)?$/.test(values) ? `${values}x${steps}` : values;

/** Tests of the cases, as promtool reads them, by the seconds between two evaluations. */
function testsOf(cases: readonly Case[], step: number) {
    return cases.flatMap(
        ({
            alert,
            severity,
            after = "0m",
            settled = "0m",
            notYet,
            labels,
            says,
            fires,
            beside,
            silent,
            otherwise = {},
        }) => {
            const end = seconds(after) + seconds(settled);
            const steps = Math.ceil(end / step) + 1;
            const group = (name: string, series: Series, expected: { at: number; alerts: object[] }[]) => ({
                name: `${alert} ${name}`,
                interval: `${step}s`,
                external_labels: { cluster: "shop" },
                input_series: Object.entries(series).flatMap(([series, values]) =>
                    values === null ? [] : [{ series, values: samples(values, steps) }],
                ),
                alert_rule_test: expected.map(({ at, alerts }) => ({
                    eval_time: `${at}s`,
                    alertname: alert,
                    exp_alerts: alerts,
                })),
            });
            const fired = {
                exp_labels: { severity, ...labels },
                exp_annotations: { summary: says, runbook_url: `${runbooks}/${alert}.md` },
            };
            const before = notYet === undefined ? seconds(after) - step : seconds(notYet);
            const pending = before < 0 ? [] : [{ at: before, alerts: [] }];
            return [
                group("fires", { ...fires, ...beside }, [...pending, { at: end, alerts: [fired] }]),
                ...silent.map((over, index) =>
                    group(`is silent, ${index + 1}`, { ...fires, ...over }, [{ at: end, alerts: [] }]),
                ),
                ...Object.entries(otherwise).map(([label, instead]) =>
                    group(`is silent with ${instead}`, relabelled(fires, label, instead), [{ at: end, alerts: [] }]),
                ),
            ];
        },
    );
}

/** Series with another label in the place of one of theirs. */
function relabelled(series: Series, label: string, instead: string): Series {
    if (!Object.keys(series).some((name) => name.includes(label))) throw new Error(`No series has ${label}`);
    return Object.fromEntries(Object.entries(series).map(([name, values]) => [name.replace(label, instead), values]));
}

/** Writes the rules of one alert, and the tests of its cases on them; gives the files. */
export function writeTests(folder: string, name: string, rules: readonly WrittenRule[], cases: readonly Case[]) {
    const ruleFile = join(folder, `${name}.rules.yaml`);
    writeFileSync(ruleFile, stringify({ groups: [{ name, rules }] }));
    const tests = [60, 600].flatMap((step) => {
        const own = cases.filter((it) => stepOf(it) === step);
        if (own.length === 0) return [];
        const file = join(folder, `${name}.${step}s.test.yaml`);
        const content = { rule_files: [ruleFile], evaluation_interval: `${step}s`, tests: testsOf(own, step) };
        writeFileSync(file, stringify(content, { aliasDuplicateObjects: false }));
        return [file];
    });
    return { rules: ruleFile, tests };
}

export const scratch = (): string => mkdtempSync(join(tmpdir(), "alerts-"));

/** Runs promtool. Gives what it says, and whether it is content. */
export async function promtool(...args: string[]): Promise<{ content: boolean; output: string }> {
    const program = (await obtain(["prometheus"]))("promtool");
    const { exitCode, all } = await execa(program, args, { all: true, reject: false, maxBuffer: 2 ** 28 });
    return { content: exitCode === 0, output: all };
}
