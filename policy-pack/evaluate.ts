import { checklist } from "./checklist.ts";
import type { Inventory } from "./inventory/inventory.ts";
import { type Config, configOf, defaults } from "./judgement/check-config.ts";
import { configurationCheck, expired, isoDay } from "./judgement/exceptions.ts";
import { combine, judge, lookUpKeys, type Outcome } from "./judgement/judge.ts";
import type { CheckResult, Report, RowResult } from "./judgement/result.ts";
import { rules } from "./rules/index.ts";

/** Judges every check and every row. `today` is the day that debts and exceptions are measured against. */
export function evaluate(inventory: Inventory, config: Config = defaults, today: Date = new Date()): Report {
    const day = isoDay(today);
    return reportOf(inventory, config, day, outcomesOf(inventory, config, day));
}

/** The same, with the keys of charts' values that mend what failed. */
export async function evaluateWithKeys(
    inventory: Inventory,
    config: Config = defaults,
    today: Date = new Date(),
): Promise<Report> {
    const day = isoDay(today);
    const outcomes = outcomesOf(inventory, config, day);
    let isMore = false;
    for (const outcome of outcomes.values()) isMore = (await lookUpKeys(outcome)) || isMore;
    return reportOf(inventory, config, day, isMore ? outcomesOf(inventory, config, day) : outcomes);
}

function outcomesOf(inventory: Inventory, config: Config, day: string): ReadonlyMap<string, Outcome> {
    const outcomes = new Map<string, Outcome>();
    for (const rule of rules) {
        outcomes.set(rule.id, judge(rule, inventory, configOf(config, rule), outcomes, day));
    }
    return outcomes;
}

function reportOf(
    { resources, releases }: Inventory,
    config: Config,
    day: string,
    outcomes: ReadonlyMap<string, Outcome>,
): Report {
    const checks = [...outcomes.values()].map(({ result }) => result);
    return {
        rows: checklist.map((row) => answer(row, checks)),
        checks: [...checks, ...expiry(config, day)],
        counts: {
            resources: resources.length,
            releases: releases.length,
            rendered: releases.filter(({ unseen }) => unseen === undefined).length,
        },
    };
}

/**
 * A row fails if a mandatory check fails, is unknown if a mandatory one is unknown, and does not apply if none of its
 * checks applies. Else it passes if something of it is there: failing suggestions alone make no row green.
 */
export function answer(row: { name: string; checks: readonly string[] }, results: readonly CheckResult[]): RowResult {
    const checks = results.filter(({ id }) => row.checks.includes(id));
    const mandatory = combine(checks.filter(({ level }) => level === "mandatory").map(({ status }) => status));
    const advisory = checks.filter(({ level }) => level === "advisory").map(({ status }) => status);
    const suggested = advisory.includes("pass") ? "pass" : combine(advisory);
    const status = mandatory !== "not-applicable" ? mandatory : suggested === "fail" ? "unknown" : suggested;
    return { name: row.name, status, checks: row.checks };
}

/** What has expired fails by itself, so that a forgotten promise is found on its day. */
function expiry(config: Config, day: string): CheckResult[] {
    const messages = [...config].flatMap(([id, check]) => expired(id, check, day));
    if (messages.length === 0) return [];
    const evidence = messages.map((message) => ({ urn: "", status: "fail" as const, message }));
    return [{ id: configurationCheck.id, level: configurationCheck.level, status: "fail", evidence }];
}
