import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../../sandbox/paths.ts";
import { all as addonsElsewhere } from "../addons/elsewhere.ts";
import { args, assembled } from "../addons/example.ts";
import { cases } from "./cases/index.ts";
import { mutantsOf } from "./mutants.ts";
import { promtool, runbooks, scratch, writeTests } from "./promtool.ts";
import { alertsOf, rules, rulesOf } from "./rules.ts";
import { rows } from "./table.ts";

const alerts = [...rules.values()].flatMap(alertsOf);
const names = [...new Set(alerts.map(({ alert }) => alert))].toSorted();

const pages = join(root, "docs/runbooks");
const page = (alert: string) => readFileSync(join(pages, `${alert}.md`), "utf8");

/** Commands of a page: the lines of its blocks, and those in its text. */
const commandsOf = (text: string) => [
    ...[...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = ""]) => block.trim().split("\n")),
    ...text.matchAll(/`(?:kubectl|aws|cmctl|curl|helm|pulumi) [^`]+`/g),
];

const folder = scratch();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("Every alert", () => {
    it("fires when it should, with its labels and its text, and not before; and else it is silent", async () => {
        const written = names.map((name) => {
            const of = ({ alert }: { alert: string }) => alert === name;
            return writeTests(folder, name, alerts.filter(of), cases.filter(of));
        });
        const checked = await promtool("check", "rules", ...written.map(({ rules }) => rules));
        expect(checked.output).not.toContain("FAILED");
        const { content, output } = await promtool("test", "rules", ...written.flatMap(({ tests }) => tests));
        expect(content, output).toBe(true);
    });

    it("has a case in which it fires and one in which it is silent, and no case is of no alert", () => {
        expect([...new Set(cases.map(({ alert }) => alert))].toSorted()).toEqual(names);
        expect(cases.filter(({ silent }) => silent.length === 0)).toEqual([]);
    });

    it("names its object by a label, and where it is one of the whole cluster, the cluster", () => {
        const nameless = alerts.filter(
            ({ annotations }) => !/\{\{[^}]*\$(labels|externalLabels)\./.test(annotations?.summary ?? ""),
        );
        expect(nameless.map(({ alert }) => alert)).toEqual([]);
    });

    it("leads to its page, and no page is of no alert", () => {
        expect(
            alerts.filter(({ alert, annotations }) => annotations?.runbook_url !== `${runbooks}/${alert}.md`),
        ).toEqual([]);
        expect(
            readdirSync(pages)
                .map((file) => basename(file, ".md"))
                .toSorted(),
        ).toEqual(names);
    });

    it("wakes somebody, can wait for the day, or is for who looks", () => {
        expect([...new Set(alerts.map(({ labels }) => labels?.severity))].toSorted()).toEqual([
            "critical",
            "info",
            "warning",
        ]);
    });
});

it("The page of an alert says what it means, how to look and how to mend, in three to ten commands", () => {
    for (const name of names) {
        const [title, meaning, ...sections] = page(name).split(/\n\n(?!```)/);
        expect.soft(title).toBe(`# ${name}`);
        expect.soft(meaning?.length, name).toBeGreaterThan(60);
        expect
            .soft(
                sections.map((text) => text.split("\n")[0]).filter((line) => line?.startsWith("## ")),
                name,
            )
            .toEqual(["## Look", "## Mend"]);
        const commands = commandsOf(page(name));
        expect.soft(commands.length, name).toBeGreaterThanOrEqual(3);
        expect.soft(commands.length, name).toBeLessThanOrEqual(10);
    }
});

it("Elsewhere than on EKS nothing of Kubernetes is watched that only EKS tells, nor zones where there are none", () => {
    const ofKubernetes = (all: typeof rules) =>
        new Set(alertsOf(all.get("monitoring") ?? []).map(({ alert }) => alert));
    const elsewhere = ofKubernetes(rulesOf(addonsElsewhere));
    expect([...ofKubernetes(rules)].filter((name) => !elsewhere.has(name)).toSorted()).toEqual([
        "ControllerQueueGrowing",
        "EtcdDatabaseNearLimit",
        "KubeControllerManagerDown",
        "KubeSchedulerDown",
        "NodeCountBelowMinimum",
        "NodeOutOfAddresses",
        "NodeUnhealthy",
        "SchedulerErrors",
        "SchedulingSlow",
        "SubnetOutOfAddresses",
        "VpcCniAwsApiErrors",
        "ZoneDown",
    ]);
});

it("The table of the documentation has a row for each part, with its alerts", () => {
    const text = readFileSync(join(root, "docs/observability.md"), "utf8");
    const [, table = ""] = /\| Part \| critical \| warning \| info \|\n\|[-|]+\|\n((?:\|.*\n)+)/.exec(text) ?? [];
    expect(table.trim().split("\n")).toEqual(rows);
});

it("The pages are where the stack says that people open them", async () => {
    const runbookUrl = "https://git.example.com/platform/runbooks";
    const addons = await assembled({ settings: { alerts: { ...args.alerts, runbookUrl } } });
    const urls = alertsOf(rulesOf(addons).get("velero") ?? []).map(({ annotations }) => annotations?.runbook_url);
    expect(urls).toContain(`${runbookUrl}/VeleroDown.md`);
});

it("A mutant of an alert is a rule that differs in one place", () => {
    const rule = { alert: "Full", expr: `a{b!="1"} / c > 0.5`, for: "5m", labels: { severity: "info" } };
    expect(mutantsOf(rule).map(({ rule: { expr, for: held, labels } }) => [expr, held, labels?.severity])).toEqual([
        [`a{b!="1"} / c < 0.5`, "5m", "info"],
        [`a{b!="1"} / c > 0.625`, "5m", "info"],
        [`a{b!="1"} / c > 0.375`, "5m", "info"],
        ["a / c > 0.5", "5m", "info"],
        [rule.expr, "5m", undefined],
        [rule.expr, "5m", "critical"],
        [rule.expr, "0s", "info"],
        [rule.expr, "10m", "info"],
    ]);
});
