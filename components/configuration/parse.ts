import type { z } from "zod";
import { type Mistake, render } from "./mistake.ts";
import type { Relation } from "./relation.ts";
import { renamed } from "./renamed.ts";

/** The value with its defaults, or every mistake in it at once. */
export function parse<Schema extends z.ZodObject>(
    schema: Schema,
    relations: Relation<z.output<Schema>>[],
    value: unknown,
): { value?: z.output<Schema>; mistakes: Mistake[] } {
    const parsed = schema.safeParse(value);
    const issues = parsed.error?.issues ?? [];
    const mistakes = issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
            ? issue.keys.map((key) => ({ path: render([...issue.path, key]), reason: unknownKey(issue, key) }))
            : [{ path: render(issue.path), reason: issue.message }],
    );
    const valid = validFields(schema, withoutUnknownKeys(value, issues));
    for (const { fields, broken } of relations) {
        if (fields.every((field) => field in valid)) mistakes.push(...broken(valid as z.output<Schema>));
    }
    return { value: mistakes.length === 0 ? parsed.data : undefined, mistakes };
}

function unknownKey({ path, message }: z.core.$ZodIssue, key: string): string {
    const name = path.length === 0 ? renamed.get(key) : undefined;
    return name ? `is called ${name}` : message;
}

function validFields(schema: z.ZodObject, value: unknown): Record<string, unknown> {
    const fields = Object.entries(schema.shape).flatMap(([key, field]) => {
        const parsed = field.safeParse((value as Record<string, unknown> | undefined)?.[key]);
        return parsed.success ? [[key, parsed.data]] : [];
    });
    return Object.fromEntries(fields);
}

// A misspelt key is one mistake; what stands beside it is still looked at.
function withoutUnknownKeys(args: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
    return issues.reduce<unknown>(
        (value, issue) => (issue.code === "unrecognized_keys" ? without(value, issue.path, issue.keys) : value),
        args,
    );
}

function without(value: unknown, [part, ...path]: readonly PropertyKey[], keys: readonly string[]): unknown {
    if (Array.isArray(value)) return value.map((item, index) => (index === part ? without(item, path, keys) : item));
    const entries = Object.entries(value as object);
    if (part === undefined) return Object.fromEntries(entries.filter(([key]) => !keys.includes(key)));
    return Object.fromEntries(entries.map(([key, item]) => [key, key === part ? without(item, path, keys) : item]));
}
