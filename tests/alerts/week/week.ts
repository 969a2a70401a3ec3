import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { seriesOf } from "../../observability/queries.ts";
import { promtool, type WrittenGroup } from "../promtool.ts";
import { cluster } from "./cluster.ts";
import { platform } from "./platform.ts";
import { minutes, nameOf, samples, type Value } from "./series.ts";

/** Every series of a week in which nothing is wrong: days and nights, rollouts, a node that is replaced, backups. */
export const healthy: ReadonlyMap<string, Value> = new Map([...cluster, ...platform]);

/** How close promtool looks. */
interface Look {
    /** Minutes between two samples, and between two evaluations. */
    sample: number;
    step: number;
    /** Minutes of the week that are looked at. Default: all of it. */
    until?: number;
}

/** Names of the alerts that fire in the course of a week, as promtool has it happen. */
export async function firingIn(
    folder: string,
    rules: readonly WrittenGroup[],
    { sample, step, until = minutes }: Look,
    week: ReadonlyMap<string, Value> = healthy,
): Promise<string[]> {
    const ruleFile = join(folder, "week.rules.yaml");
    writeFileSync(ruleFile, stringify({ groups: rules }));
    const read = new Set(rules.flatMap((group) => group.rules).flatMap(({ expr }) => seriesOf(expr)));
    const test = {
        rule_files: [ruleFile],
        evaluation_interval: `${step}m`,
        tests: [
            {
                interval: `${sample}m`,
                external_labels: { cluster: "shop" },
                input_series: [...week].flatMap(([series, value]) =>
                    read.has(nameOf(series)) ? [{ series, values: samples(value, sample, until) }] : [],
                ),
                // Whatever fired is in the answer that promtool finds wrong.
                promql_expr_test: [
                    {
                        expr: `group by (alertname) (last_over_time(ALERTS{alertstate="firing"}[8d]))`,
                        eval_time: `${until}m`,
                        exp_samples: [{ labels: "nothing", value: 0 }],
                    },
                ],
            },
        ],
    };
    const file = join(folder, "week.test.yaml");
    writeFileSync(file, stringify(test, { aliasDuplicateObjects: false, lineWidth: 0 }));
    const { output } = await promtool("test", "rules", file);
    const [, got] = /got:(.*)/s.exec(output) ?? [];
    if (got === undefined) throw new Error(output);
    return [...got.matchAll(/alertname="(\w+)"/g)].map(([, name = ""]) => name).toSorted();
}
