import * as pulumi from "@pulumi/pulumi";
import { standbyOf } from "../primary.ts";
import { stackRelations } from "../relations.ts";
import { type Settings, type StackSettings, stackSchema } from "../settings.ts";
import { markChecked } from "./checked-settings.ts";
import { isPath } from "./fields.ts";
import { lines, type Mistake } from "./mistake.ts";
import { parse } from "./parse.ts";
import { mistakeIf, type Relation } from "./relation.ts";

/**
 * Reads the configuration of the running stack: the name of its cluster, and the arguments; a standby's are completed
 * by what its primary tells. Throws one `RunError`, which Pulumi prints without a stack trace, that lists every mistake
 * with its path and what is allowed.
 */
export function stackConfiguration(): { name: string; args: Settings } {
    const { value, mistakes } = read(
        pulumi.getProject(),
        pulumi.runtime.allConfig(),
        secretKeys(),
        `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`,
    );
    if (value) {
        const { name, primaryStack, ...args } = value;
        return { name, args: markChecked({ ...args, standby: standbyOf(value) }) };
    }
    const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
    throw new pulumi.RunError(`The configuration of stack "${pulumi.getStack()}" has ${count}:\n${lines(mistakes)}`);
}

/**
 * The pure half: `config` is what Pulumi hands to a program, with maps and lists as JSON text, and `secrets` the keys
 * that hold a secret, where it is known; `stack` is the full name of the running one.
 */
export function read(
    project: string,
    config: Record<string, string>,
    secrets?: readonly string[],
    stack?: string,
): { value?: StackSettings; mistakes: Mistake[] } {
    const own = Object.entries(config).filter(([key]) => key.startsWith(`${project}:`));
    const settings = Object.fromEntries(own.map(([key, value]) => [key.slice(project.length + 1), plain(value)]));
    const relations = [...stackRelations];
    if (stack) relations.push(anotherPrimary(stack));
    if (secrets && !secrets.includes(`${project}:cluster`)) relations.push(credentialsInTheOpen(project));
    return parse(stackSchema, relations, settings);
}

const credentialsInTheOpen = (project: string): Relation<StackSettings> => ({
    fields: ["cluster"],
    broken: ({ cluster: { existing } }) =>
        mistakeIf(
            existing !== undefined && !isPath(existing.kubeconfig),
            "cluster.existing.kubeconfig",
            `holds credentials in plain text: pulumi config set --secret --path '${project}:cluster.existing.kubeconfig' < <file>`,
        ),
});

const anotherPrimary = (stack: string): Relation<StackSettings> => ({
    fields: ["primaryStack"],
    broken: ({ primaryStack }) =>
        mistakeIf(primaryStack === stack, "primaryStack", "is this stack itself; a standby names another one"),
});

/** As the SDK itself finds out, which keeps its function for it internal. */
function secretKeys(): string[] | undefined {
    const { PULUMI_CONFIG_SECRET_KEYS: keys } = process.env;
    return keys ? JSON.parse(keys) : undefined;
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
