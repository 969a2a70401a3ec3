import { z } from "zod";
import type { Debt, Level } from "./result.ts";
import type { Rule } from "./rule.ts";

// Each schema reads one entry, once: it is not worth a program of its own.
z.config({ jitless: true });

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

/** The schema of one check's entry: its settings, exceptions and debt. */
export function schemaOf(rule: Rule): z.ZodObject {
    return z.strictObject({ ...rule.settings?.shape, ...common });
}

const defaultConfigs = new WeakMap<Rule, CheckConfig>();

export function configOf(config: Config, rule: Rule): CheckConfig {
    const found = config.get(rule.id) ?? defaultConfigs.get(rule) ?? defaultOf(rule);
    if (!config.has(rule.id)) defaultConfigs.set(rule, found);
    return found;
}

/** What an empty entry says, without the schema of all that it might. */
const defaultOf = ({ settings }: Rule): CheckConfig => ({ settings: settings?.parse({}) ?? {}, exceptions: [] });

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
