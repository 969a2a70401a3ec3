import { z } from "zod";
import { type CheckConfig, type Config, readEntry } from "./judgement/check-config.ts";
import { configurationCheck } from "./judgement/exceptions.ts";
import { rules } from "./rules/index.ts";

/** Policies of the pack that are no checks: only their enforcement level can be set. */
const summaries = ["inventory", "unknown-checks", "open-debts", configurationCheck.id];

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
        } else if (!summaries.includes(id)) {
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
