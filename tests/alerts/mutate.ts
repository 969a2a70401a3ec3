import { readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { cases } from "./cases/index.ts";
import { mutantsOf } from "./mutants.ts";
import { promtool, scratch, writeTests } from "./promtool.ts";
import { alertsOf, rules } from "./rules.ts";

/** How many mutants one start of promtool tests. */
const batch = 50;

/** Verdict of promtool on a file, in its report. */
const suite = /<testsuite name="([^"]+)" tests="\d+" failures="(\d+)" errors="(\d+)"[^>]*>(.*?)<\/testsuite>/gs;

/** Makes every mutant of every alert, and tests it with the cases of its alert. Whatever passes them has survived. */
const folder = scratch();
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const alerts = [...rules.values()].flatMap(alertsOf);
const mutants = alerts.flatMap((rule) => {
    const others = alerts.filter((other) => other !== rule && other.alert === rule.alert);
    const own = cases.filter(({ alert }) => alert === rule.alert);
    return mutantsOf(rule).map((mutant) => ({ ...mutant, alert: rule.alert, rules: [mutant.rule, ...others], own }));
});
const files = mutants.map(({ alert, rules, own }, index) => writeTests(folder, `${index}-${alert}`, rules, own).tests);

const queue = files.flat();
const passes = new Map<string, boolean>();
const worker = async () => {
    while (queue.length > 0) {
        const own = queue.splice(0, batch);
        const report = `${own[0]}.xml`;
        const { output } = await promtool("test", "rules", `--junit=${report}`, ...own);
        for (const [, file = "", failures, errors, text = ""] of readFileSync(report, "utf8").matchAll(suite)) {
            // A mutant that promtool cannot read proves nothing.
            if (errors !== "0" || (failures !== "0" && !text.includes("exp:"))) throw new Error(output);
            passes.set(file, failures === "0");
        }
    }
};
await Promise.all(Array.from({ length: availableParallelism() }, worker));

const survived = files.flatMap((tests, index) => {
    const verdicts = tests.map((file) => passes.get(file));
    if (verdicts.includes(undefined)) throw new Error(`promtool gave no verdict on ${tests}`);
    return verdicts.includes(false) ? [] : [index];
});
for (const index of survived) {
    const { alert, name, rule } = mutants[index] ?? {};
    console.error(`survived  ${alert}: ${name}\n          ${rule?.expr}`);
}
console.log(
    `${mutants.length} mutants of ${new Set(alerts.map(({ alert }) => alert)).size} alerts: ${mutants.length - survived.length} killed, ${survived.length} survived`,
);
process.exitCode = survived.length === 0 ? 0 : 1;
