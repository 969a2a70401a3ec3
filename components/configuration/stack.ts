import * as pulumi from "@pulumi/pulumi";
import { kindRelations } from "./cluster-kinds.ts";
import { type Relation, stackRelations } from "./relations.ts";
import { type StackSettings, stackSchema } from "./schema.ts";
import { lines, type Mistake, parse } from "./settings.ts";

/**
 * Reads the configuration of the running stack. Throws one `RunError`, which Pulumi prints without a stack trace, that
 * lists every mistake with its path and what is allowed.
 */
export function stackConfiguration(): StackSettings {
    const { value, mistakes } = read(pulumi.getProject(), pulumi.runtime.allConfig());
    if (value) return value;
    const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
    throw new pulumi.RunError(`The configuration of stack "${pulumi.getStack()}" has ${count}:\n${lines(mistakes)}`);
}

/** The pure half: `config` is what Pulumi hands to a program, with maps and lists as JSON text. */
export function read(project: string, config: Record<string, string>): { value?: StackSettings; mistakes: Mistake[] } {
    const own = Object.entries(config).filter(([key]) => key.startsWith(`${project}:`));
    const settings = Object.fromEntries(own.map(([key, value]) => [key.slice(project.length + 1), plain(value)]));
    return parse(stackSchema, [...stackRelations, ...(kindRelations as Relation<StackSettings>[])], settings);
}

/** Maps, lists and flags come as JSON text; no field of a stack is a bare number, so "1.35" stays text. */
function plain(value: string): unknown {
    try {
        const json: unknown = JSON.parse(value);
        return typeof json === "number" ? value : json;
    } catch {
        return value;
    }
}
