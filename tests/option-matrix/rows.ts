import { parse } from "../../components/configuration/parse.ts";
import { clusterRelations } from "../../components/relations.ts";
import { clusterSchema } from "../../components/settings.ts";
import { covering, type Judge, type Row } from "./covering.ts";
import { choices, kinds } from "./factors.ts";

const valueAt = (row: Row, path: string): unknown => choices[path]?.[row[path] ?? 0];

/** The arguments that a row stands for. */
export function argumentsOf(row: Row): object {
    const { name: _, ...base } = structuredClone(kinds[String(valueAt(row, "cluster"))]) as Record<string, unknown>;
    for (const path of Object.keys(choices)) {
        const value = valueAt(row, path);
        if (path !== "cluster" && value !== undefined) put(base, path.split("."), value);
    }
    return base;
}

function put(into: Record<string, unknown>, [key = "", ...rest]: string[], value: unknown): void {
    if (rest.length === 0) into[key] = value;
    else {
        into[key] = { ...(into[key] as object | undefined) };
        put(into[key] as Record<string, unknown>, rest, value);
    }
}

/** What is said of a row, by all relations. */
export const told = (row: Row): string[] =>
    parse(clusterSchema, clusterRelations, argumentsOf(row)).mistakes.map(({ path, reason }) => `${path}: ${reason}`);

/** Those of all parts at once are about names in the user's own charts and values, and take their time. */
const between = clusterRelations.filter(
    ({ fields }) => fields.length < 10 && fields.every((name) => name in clusterSchema.shape),
);

const last = (path: string): string => path.split(".").at(-1) ?? path;
export const top = (path: string): string => path.split(".")[0] ?? path;

/** Choices that a message speaks of. */
const named = (message: string): string[] =>
    Object.keys(choices).filter(
        (path) =>
            message.includes(path) ||
            new RegExp(`\\b${last(path)}\\b`).test(message) ||
            (path === "cluster" && message.includes("existing cluster")) ||
            message.startsWith(`${top(path)}:`),
    );

/** Choices by the setting that they are in. */
const inside = Map.groupBy(Object.keys(choices), top);

/** What is chosen in some settings, and for which kind of cluster. */
const chosen = (row: Row, settings: readonly string[]): string =>
    [row.cluster, ...settings.flatMap((name) => (inside.get(name) ?? []).map((path) => row[path] ?? 0))].join();

const known = new Map<string, ReturnType<typeof parse>>();
function once(key: string, make: () => ReturnType<typeof parse>): ReturnType<typeof parse> {
    const made = known.get(key) ?? make();
    known.set(key, made);
    return made;
}

/** A setting alone, with what is wrong in it. */
function setting(row: Row, name: string): ReturnType<typeof parse> {
    return once(`${name} ${chosen(row, [name])}`, () => {
        const value = (argumentsOf(row) as Record<string, unknown>)[name];
        return parse(clusterSchema.pick({ [name]: true } as never), [], { [name]: value });
    });
}

/**
 * What the settings of a row and the relations between them say. A relation is asked once for each choice in its settings:
 * whole rows are asked thousands of times.
 */
export const messagesOf = (row: Row): string[] =>
    [
        ...Object.keys(clusterSchema.shape).map((name) => setting(row, name)),
        ...between.map(({ fields, broken }, index) =>
            once(`${index} ${chosen(row, fields)}`, () => {
                const values = fields.map((name) => setting(row, name).value);
                return { mistakes: values.includes(undefined) ? [] : broken(Object.assign({}, ...values)) };
            }),
        ),
    ].flatMap(({ mistakes }) => mistakes.map(({ path, reason }) => `${path}: ${reason}`));

const judged = new Map<string, ReturnType<Judge>>();

/** What a row is told, by the choices that would have to be others. */
export function judge(row: Row): ReturnType<Judge> {
    const key = Object.values(row).join();
    if (!judged.has(key)) {
        const messages = messagesOf(row);
        judged.set(key, messages.length === 0 ? undefined : { named: [...new Set(messages.flatMap(named))] });
    }
    return judged.get(key);
}

/** Rows in which every two values that go together are together. */
export const { rows, pairs, refused } = covering(choices, judge);

/** Of these rows as few as have each value of each choice that any of them has: one after the other, the one with the most new. */
export function fewest(all: readonly Row[]): Row[] {
    const values = (row: Row): string[] => Object.entries(row).map(([name, place]) => `${name} ${place}`);
    const missing = new Set(all.flatMap(values));
    const chosen: Row[] = [];
    const gain = (row: Row): number => values(row).filter((value) => missing.has(value)).length;
    while (missing.size > 0) {
        const best = all.reduce((one, other) => (gain(other) > gain(one) ? other : one));
        chosen.push(best);
        for (const value of values(best)) missing.delete(value);
    }
    return chosen;
}
