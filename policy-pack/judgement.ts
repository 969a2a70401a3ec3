import { type CheckConfig, covers, isLive } from "./config.ts";
import type { Inventory } from "./inventory.ts";
import type { CheckResult, Evidence, Level, Resource, Status } from "./model.ts";
import type { Rule } from "./rule.ts";
import { attempt, irrelevant, unsure, type Verdict } from "./verdict.ts";

/** A check's result, and the subjects that failed it, which later checks keep silent about. */
export interface Outcome {
    readonly result: CheckResult;
    readonly failed: ReadonlySet<string>;
}

/** Judges one check over all its subjects. `earlier` holds the outcomes of the checks before it in the list. */
export function judge(
    rule: Rule,
    inventory: Inventory,
    config: CheckConfig,
    earlier: ReadonlyMap<string, Outcome>,
    today: string,
): Outcome {
    const level: Level = config.level === "advisory" || config.level === "mandatory" ? config.level : rule.level;
    if (config.level === "disabled") {
        const evidence = [{ urn: "", status: "not-applicable", message: "switched off by configuration" } as const];
        return { result: { id: rule.id, level, status: "not-applicable", evidence }, failed: new Set() };
    }
    const failed = new Set<string>();
    const evidence = rule.subjects(inventory).map((subject): Evidence => {
        const silent = rule.after?.find((id) => earlier.get(id)?.failed.has(subject.urn));
        const verdict = silent
            ? irrelevant(`see ${silent}`)
            : examine(rule, subject, () => rule.judge(subject, { inventory, settings: config.settings, today }));
        if (verdict.status === "fail") failed.add(subject.urn);
        const exception = verdict.status === "fail" && config.exceptions.find((each) => covers(each, subject, verdict));
        if (exception && isLive(exception.expires, today)) {
            const message = `${verdict.message}; accepted by ${exception.owner} until ${exception.expires}: ${exception.reason}`;
            return { urn: verdict.urn ?? subject.urn, status: "not-applicable", message };
        }
        return { urn: verdict.urn ?? subject.urn, status: verdict.status, message: sentence(rule, verdict) };
    });
    const status = combine(evidence.map((each) => each.status));
    const covered = status === "fail" && config.debt && isLive(config.debt.until, today);
    const debt = covered ? { debt: config.debt } : {};
    return { result: { id: rule.id, level, status, evidence, ...debt }, failed };
}

/** Fails if one fails, else is unknown if one is unknown, else passes if one passes, else does not apply. */
export function combine(statuses: readonly Status[]): Status {
    const order: Status[] = ["fail", "unknown", "pass"];
    return order.find((status) => statuses.includes(status)) ?? "not-applicable";
}

/** Inputs that no provider would accept (a string where a list belongs) must not take the whole report down. */
function examine(rule: Rule, subject: Resource, judgement: () => Verdict): Verdict {
    try {
        return attempt(judgement);
    } catch (error) {
        if (error instanceof TypeError)
            return unsure(`${subject.name} has inputs of a shape that ${rule.id} cannot read`);
        throw error;
    }
}

function sentence(rule: Rule, { status, message }: Verdict): string {
    if (status === "fail") return `${message}. ${rule.mend}`;
    return message || rule.title;
}
