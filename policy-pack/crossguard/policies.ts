import type { Policies, PolicyConfigSchema, ReportViolation, StackValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import type { Inventory } from "../inventory/inventory.ts";
import { readEntry, schemaOf } from "../judgement/check-config.ts";
import { configurationCheck, expired, isoDay } from "../judgement/exceptions.ts";
import { judge, lookUpKeys, type Outcome } from "../judgement/judge.ts";
import type { Rule, RuleMetadata } from "../judgement/rule.ts";
import { rules } from "../rules/index.ts";
import { frameworkOf, tagsOf } from "./frameworks.ts";
import { Recording } from "./recording.ts";

/** What the checks of one run tell the summaries that come after them. */
interface Run {
    readonly outcomes: Map<string, Outcome>;
    /** By check, what is wrong with its configuration. */
    readonly mistakes: Map<string, readonly string[]>;
}

/** All policies of the pack, in the order the engine runs them. `today` is the day that expiry is measured against. */
export function policies(today: () => Date = () => new Date()): Policies {
    const recording = new Recording();
    const run: Run = { outcomes: new Map(), mistakes: new Map() };
    return [
        {
            name: "inventory",
            description: "Records what the stack consists of; reports nothing by itself",
            enforcementLevel: "advisory",
            validateResource: (resource) => recording.record(resource),
        },
        ...rules.map((rule) => checkPolicy(rule, recording, run, today)),
        summary({ id: "unknown-checks", level: "advisory", title: "Every check can be decided" }, () =>
            unknownChecks(run),
        ),
        summary({ id: "open-debts", level: "advisory", title: "Every mandatory check is met" }, () => openDebts(run)),
        summary(configurationCheck, () => [...run.mistakes.values()].flat()),
    ];
}

function checkPolicy(rule: Rule, recording: Recording, run: Run, today: () => Date): StackValidationPolicy {
    return {
        name: rule.id,
        description: rule.title,
        enforcementLevel: rule.level,
        severity: rule.severity,
        framework: frameworkOf(rule.id),
        tags: tagsOf(rule.id),
        remediationSteps: rule.mend,
        url: rule.url,
        configSchema: jsonSchemaOf(rule),
        validateStack: async (args, report) => {
            const day = isoDay(today());
            const { config, mistakes } = readEntry(rule, args.getConfig());
            run.mistakes.set(rule.id, [...mistakes, ...expired(rule.id, config, day)]);
            const inventory = await recording.inventory(args.resources);
            const judged = () => judge(rule, inventory, config, run.outcomes, day);
            let outcome = judged();
            if (await lookUpKeys(outcome, isAdvice(outcome) ? 1 : undefined)) outcome = judged();
            run.outcomes.set(rule.id, outcome);
            if (!outcome.result.debt) violations(outcome, inventory, report);
        },
    };
}

/** One violation a finding. The engine knows no objects of releases: those with one fault share a violation. */
function violations({ result }: Outcome, inventory: Inventory, report: ReportViolation): void {
    const failed = result.evidence.filter(({ status }) => status === "fail");
    const found = failed.map((evidence) => ({ ...evidence, object: inventory.find(evidence.urn) }));
    for (const { urn, message } of found.filter(({ object }) => !object?.release)) report(message, urn || undefined);
    const rendered = found.filter(({ object }) => object?.release);
    // What is only advice takes one line, whatever it says of the others.
    const groups = Map.groupBy(rendered, ({ message }) => (isAdvice({ result }) ? "" : message));
    for (const group of groups.values()) {
        const releases = new Set(group.map(({ object }) => object?.release));
        const names = group.map(({ object }) => object?.name ?? "");
        report(
            `${few(names, most.objects, "; ")}: ${group[0]?.message}`,
            releases.size === 1 ? [...releases][0] : undefined,
        );
    }
}

const isAdvice = ({ result }: Pick<Outcome, "result">): boolean => result.level === "advisory";

/** How many objects a violation names, and how many ids a reason; the report names them all. */
const most = { objects: 3, ids: 3 };

const few = (names: readonly string[], count: number, separator = ", "): string =>
    [...names.slice(0, count), ...(names.length > count ? [`and ${names.length - count} more`] : [])].join(separator);

function summary(
    { id, title, level, severity, mend }: Pick<RuleMetadata, "id" | "title" | "level"> & Partial<RuleMetadata>,
    messages: () => string[],
): StackValidationPolicy {
    const validateStack: StackValidationPolicy["validateStack"] = (_, report) => {
        for (const message of messages()) report(message);
    };
    return {
        name: id,
        description: title,
        enforcementLevel: level,
        severity,
        remediationSteps: mend,
        validateStack,
    };
}

function unknownChecks({ outcomes }: Run): string[] {
    const unknown = [...outcomes.values()].map(({ result }) => result).filter(({ status }) => status === "unknown");
    if (unknown.length === 0) return [];
    const reasons = unknown.flatMap(({ id, evidence }) =>
        evidence.filter(({ status }) => status === "unknown").map(({ message }) => ({ id, message })),
    );
    const lines = [...Map.groupBy(reasons, ({ message }) => message)].map(([message, checks]) => {
        const names = [...new Set(checks.map(({ id }) => id))];
        return `${few(names, most.ids)}: ${message}`;
    });
    const count = `${unknown.length} of ${outcomes.size} checks could not be decided and count as not passed`;
    return [`${count}:\n${lines.join("\n")}`];
}

function openDebts({ outcomes }: Run): string[] {
    const owed = [...outcomes.values()].flatMap(({ result: { id, debt } }) => (debt ? [{ id, ...debt }] : []));
    if (owed.length === 0) return [];
    const lines = owed.map(({ id, owner, reason, until }) => `${id}: ${reason} (${owner}, until ${until})`);
    return [`${owed.length} mandatory checks are not met yet:\n${lines.join("\n")}`];
}

function jsonSchemaOf(rule: Rule): PolicyConfigSchema {
    const { properties = {}, required } = z.toJSONSchema(schemaOf(rule), { target: "draft-7", io: "input" });
    return { properties: properties as PolicyConfigSchema["properties"], required };
}
