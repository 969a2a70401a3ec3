import type { Resource } from "../inventory/resource.ts";
import type { CheckConfig, Exception } from "./check-config.ts";
import { glob } from "./glob.ts";
import type { RuleMetadata } from "./rule.ts";
import type { Verdict } from "./verdict.ts";

/**
 * What says that the configuration is wrong, or that something in it is past its last day: a policy of the pack, and a
 * check of the report that stands there only where it fails.
 */
export const configurationCheck = {
    id: "configuration",
    title: "The configuration is valid and nothing in it has expired",
    level: "mandatory",
    severity: "high",
    mend: "Mend the finding, or decide again and set a new date",
} as const satisfies RuleMetadata;

/** The day of a date in UTC, `YYYY-MM-DD`. */
export const isoDay = (date: Date): string => date.toISOString().slice(0, 10);

/** Whether an entry still counts; its last day does. */
export const isLive = (lastDay: string, today: string): boolean => today <= lastDay;

/** Whether an exception names the subject, or the resource that the verdict points to, by name or URN. */
export function covers({ resource }: Exception, subject: Resource, verdict: Verdict): boolean {
    return [subject.urn, subject.name, verdict.urn].some((name) => name !== undefined && glob(resource, name));
}

/** One message for each debt and exception of a check whose last day is over. */
export function expired(id: string, { debt, exceptions }: CheckConfig, today: string): string[] {
    const debts = debt && !isLive(debt.until, today) ? [`the debt of ${debt.owner} expired on ${debt.until}`] : [];
    const old = exceptions
        .filter(({ expires }) => !isLive(expires, today))
        .map(({ resource, owner, expires }) => `the exception of ${owner} for ${resource} expired on ${expires}`);
    return [...debts, ...old].map((message) => `${id}: ${message}. ${configurationCheck.mend}`);
}
