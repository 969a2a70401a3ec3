import { z } from "zod";
import { glob } from "./glob.ts";
import type { Debt, Level, Resource } from "./model.ts";
import type { Rule } from "./rule.ts";
import { rules } from "./rules/index.ts";
import type { Verdict } from "./verdict.ts";

const text = z.string().trim().min(1, "must not be empty");
const day = z.iso.date({ error: ({ input }) => (input === undefined ? "is missing" : "must be a day, YYYY-MM-DD") });

const exception = z.strictObject({
    resource: text.describe("Name or URN; `*` stands for any characters"),
    owner: text.describe("Who answers for it"),
    reason: text.describe("Why it is right"),
    expires: day.describe("Last day, YYYY-MM-DD"),
});

const debt = z.strictObject({
    owner: text.describe("Who pays it off"),
    reason: text.describe("What is missing"),
    until: day.describe("Last day, YYYY-MM-DD"),
}) satisfies z.ZodType<Debt>;

/** What every check takes beside its own settings. */
const common = {
    exceptions: z.array(exception).default([]).describe("Failures that are accepted by design"),
    debt: debt.optional().describe("The check is not met yet"),
};

const levels = z.enum(["mandatory", "advisory", "disabled"]);

export type Exception = z.output<typeof exception>;

/** One check's configuration, defaults filled in. */
export interface CheckConfig {
    /** Default: the rule's own level. */
    readonly level?: Level;
    readonly disabled?: boolean;
    readonly settings: unknown;
    readonly exceptions: readonly Exception[];
    readonly debt?: Debt;
}

/** By check id; what is not there has the defaults. */
export type Config = ReadonlyMap<string, CheckConfig>;

export const defaults: Config = new Map();

/** Policies of the pack that are no checks: only their enforcement level can be set. */
const summaries = ["inventory", "unknown-checks", "open-debts", "configuration"] as const;

/** The schema of one check's entry: its settings, exceptions and debt. */
export function schemaOf(rule: Rule): z.ZodObject {
    return z.strictObject({ ...rule.settings?.shape, ...common });
}

const untouched = new WeakMap<Rule, CheckConfig>();

export function configOf(config: Config, rule: Rule): CheckConfig {
    const found = config.get(rule.id) ?? untouched.get(rule) ?? readEntry(rule, {}).config;
    if (!config.has(rule.id)) untouched.set(rule, found);
    return found;
}

/** One check's entry. Where it has mistakes they are all told, and the defaults stand in. */
export function readEntry(rule: Rule, entry: unknown): { config: CheckConfig; mistakes: readonly string[] } {
    const schema = schemaOf(rule);
    const parsed = z.strictObject({ ...schema.shape, enforcementLevel: levels.optional() }).safeParse(entry, { error });
    const { exceptions, debt, enforcementLevel, ...settings } = (parsed.success ? parsed.data : schema.parse({})) as {
        exceptions: Exception[];
        debt?: Debt;
        enforcementLevel?: Level | "disabled";
    };
    const level = enforcementLevel === "disabled" ? { disabled: true } : { level: enforcementLevel };
    const mistakes = (parsed.error?.issues ?? []).map(
        ({ path, message }) => `${[rule.id, ...path].join(".")}: ${message}`,
    );
    return { config: { ...level, settings, exceptions, debt }, mistakes };
}

/** Says of a missing value that it is missing; everything else in zod's own words. */
const error = (issue: { code?: string; input?: unknown }) =>
    issue.code === "invalid_type" && issue.input === undefined ? "is missing" : undefined;

/** A configuration file that cannot be used; the message lists every mistake. */
export class ConfigError extends Error {}

/**
 * Reads a policy configuration, the JSON that `--policy-pack-config` takes too.
 * @throws ConfigError with every mistake, its path and what is allowed.
 */
export function parseConfig(json: unknown): Config {
    const file = z.record(z.string(), z.unknown()).safeParse(json);
    if (!file.success) throw new ConfigError("The policy configuration must be an object with one key a check.");
    const mistakes: string[] = [];
    const config = new Map<string, CheckConfig>();
    for (const [id, value] of Object.entries(file.data)) {
        const entry = typeof value === "string" ? { enforcementLevel: value } : value;
        const rule = rules.find((each) => each.id === id);
        if (rule) {
            const read = readEntry(rule, entry);
            mistakes.push(...read.mistakes);
            config.set(id, read.config);
        } else if (id === "inventory" && isDisabled(entry)) {
            mistakes.push("inventory: cannot be disabled: it records what all checks judge");
        } else if (!summaries.some((name) => name === id)) {
            mistakes.push(`${id}: there is no such check${nearest(id)}`);
        }
    }
    if (mistakes.length > 0)
        throw new ConfigError(`The policy configuration has mistakes:\n  ${mistakes.join("\n  ")}`);
    return config;
}

const isDisabled = (entry: unknown): boolean =>
    z.object({ enforcementLevel: z.literal("disabled") }).safeParse(entry).success;

function nearest(id: string): string {
    const words = new Set(id.split("-"));
    const score = (other: string) => other.split("-").filter((word) => words.has(word)).length;
    const best = rules.map(({ id }) => id).sort((a, b) => score(b) - score(a))[0];
    return best && score(best) > 0 ? `; did you mean ${best}?` : "";
}

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
    return [...debts, ...old].map(
        (message) => `${id}: ${message}. Mend the finding, or decide again and set a new date`,
    );
}
