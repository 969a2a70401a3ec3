import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { scopeOf } from "../inventory/scope.ts";
import { isMendedByKeys, keysThatMend } from "../releases/keys.ts";
import type { CheckConfig } from "./check-config.ts";
import { covers, isLive } from "./exceptions.ts";
import type { CheckResult, Evidence, Status } from "./result.ts";
import type { Rule } from "./rule.ts";
import { attempt, notApplicable, pass, undecided, type Verdict } from "./verdict.ts";

/** A check's result, and the subjects that failed it. */
export interface Outcome {
    readonly result: CheckResult;
    /** By URN, also those that are excepted: they inhibit later checks. */
    readonly failed: ReadonlySet<string>;
    /** Those whose failure is told. */
    readonly told: readonly Resource[];
}

/** Judges one check over all its subjects. `earlier` holds the outcomes of the checks before it in the list. */
export function judge(
    rule: Rule,
    inventory: Inventory,
    config: CheckConfig,
    earlier: ReadonlyMap<string, Outcome>,
    today: string,
): Outcome {
    const { id } = rule;
    if (config.disabled) {
        const evidence = [{ urn: "", status: "not-applicable" as const, message: "switched off by configuration" }];
        return { result: { id, level: rule.level, status: "not-applicable", evidence }, failed: new Set(), told: [] };
    }
    const failed = new Set<string>();
    const told: Resource[] = [];
    const judgeSubject = (subject: Resource): Evidence[] => {
        const inhibitor = rule.inhibitedBy?.find((each) => earlier.get(each)?.failed.has(subject.urn));
        const verdict = examine(rule, subject.name, () => {
            const scope = scopeOf(inventory, subject);
            if (rule.applies?.(subject, scope) === false) return notASubject;
            if (inhibitor) return notApplicable(`see ${inhibitor}`);
            return rule.judge(subject, { inventory: scope, settings: config.settings, today });
        });
        if (verdict === notASubject) return [];
        const answer = ofStandIn(subject, verdict);
        if (!answer) return [];
        if (inhibitor || answer.status === "fail") failed.add(subject.urn);
        const excepted = except(config, subject, answer, today);
        if (!excepted && answer.status === "fail") told.push(subject);
        return [excepted ?? evidenceOf(rule, subject, answer)];
    };
    const evidence = judgeAll(rule, inventory, judgeSubject);
    const status = combine(evidence.map((each) => each.status));
    const debt = status === "fail" && config.debt && isLive(config.debt.until, today) ? { debt: config.debt } : {};
    return { result: { id, level: config.level ?? rule.level, status, evidence, ...debt }, failed, told };
}

/**
 * Looks up what mends the failures of a check in the values of charts. True where something was looked up: then the check
 * is judged again, and says so.
 *
 * @param most failures of rendered objects that are told one by one. Default: all
 */
export async function lookUpKeys({ result: { id }, told }: Outcome, most = told.length): Promise<boolean> {
    const keys = isMendedByKeys(id) ? told.flatMap((subject) => subject.keys ?? []).slice(0, most) : [];
    const open = keys.filter(({ known }) => known === undefined);
    for (const each of open) await each.lookUp();
    return open.length > 0;
}

/** What is not in the stack is neither good nor bad for it; what names a resource of the stack stands. */
function ofStandIn({ standIn }: Resource, verdict: Verdict): Verdict | undefined {
    if (!standIn || verdict.urn || !standIn.replaces.includes(verdict.status)) return verdict;
    return standIn.message ? undecided(standIn.message, standIn.urn) : undefined;
}

/** The check is about others. */
const notASubject = notApplicable("");

/** Fails if one fails, else is unknown if one is unknown, else passes if one passes, else does not apply. */
export function combine(statuses: readonly Status[]): Status {
    const order: Status[] = ["fail", "unknown", "pass"];
    return order.find((status) => statuses.includes(status)) ?? "not-applicable";
}

/** Which resources are the subjects may itself depend on what is not known yet, or on inputs of a strange shape. */
function judgeAll(rule: Rule, inventory: Inventory, judgeSubject: (subject: Resource) => Evidence[]): Evidence[] {
    let subjects: readonly Resource[] = [];
    const { status, message } = examine(rule, "a resource", () => {
        subjects = rule.subjects(inventory);
        return pass();
    });
    const open: Evidence[] = status === "unknown" ? [{ urn: "", status, message }] : [];
    return [...open, ...subjects.flatMap(judgeSubject), ...unseen(rule, inventory)];
}

/** What charts would bring was not looked at where they are not rendered: one evidence for each reason. */
function unseen({ inCharts }: Rule, { unrendered }: Inventory): Evidence[] {
    if (!inCharts) return [];
    return [...Map.groupBy(unrendered, ({ unseen }) => unseen)].map(([why, all]) => {
        const [one] = all;
        const [urn, which] =
            all.length === 1
                ? [one?.resource.urn ?? "", `${one?.resource.name} is`]
                : ["", `${all.length} ${one?.called === "release" ? "releases" : "groups of manifests"} are`];
        return { urn, status: "unknown", message: `${which} not rendered, as ${why}` };
    });
}

/** Inputs that no provider would accept (a string where a list belongs) must not take the whole report down. */
function examine(rule: Rule, name: string, judgement: () => Verdict): Verdict {
    try {
        return attempt(judgement);
    } catch (error) {
        if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
        return undecided(`${name} has inputs of a shape that ${rule.id} cannot read`);
    }
}

/** An exception that still counts takes a failure, or what cannot be seen, out of the check. */
function except(config: CheckConfig, subject: Resource, verdict: Verdict, today: string): Evidence | undefined {
    if (verdict.status !== "fail" && verdict.status !== "unknown") return undefined;
    const found = config.exceptions.find((each) => isLive(each.expires, today) && covers(each, subject, verdict));
    if (!found) return undefined;
    const message = `${verdict.message}; accepted by ${found.owner} until ${found.expires}: ${found.reason}`;
    return { urn: verdict.urn ?? subject.urn, status: "not-applicable", message, accepted: true };
}

function evidenceOf(rule: Rule, subject: Resource, { status, message, urn = subject.urn }: Verdict): Evidence {
    if (status === "fail") return { urn, status, message: `${message}. ${rule.mend}${where(rule, subject)}` };
    return { urn, status, message: message || rule.title };
}

/** More keys than these would only be a riddle. */
const mostKeys = 3;

/** Where in the values of its release a rendered object is mended, where that can be told. */
function where({ id }: Rule, { keys }: Resource): string {
    const mending = keysThatMend(id, keys?.known ?? []);
    return mending.length > 0 && mending.length <= mostKeys ? ` (in the chart's values: ${mending.join(", ")})` : "";
}
