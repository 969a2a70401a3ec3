import { parse } from "../../components/configuration/parse.ts";
import { clusterRelations } from "../../components/relations.ts";
import { clusterSchema } from "../../components/settings.ts";
import { covering, type Judge, type Row } from "./covering.ts";
import { choices, kinds } from "./factors.ts";
import { remembered } from "./remembered.ts";

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
const named = remembered((message: string): readonly string[] =>
    Object.keys(choices).filter(
        (path) =>
            message.includes(path) ||
            new RegExp(`\\b${last(path)}\\b`).test(message) ||
            (path === "cluster" && message.includes("existing cluster")) ||
            message.startsWith(`${top(path)}:`),
    ),
);

/** Something that is asked about a row, and the choices on which the answer hangs. */
interface Question {
    readonly about: readonly string[];
    ask(row: Row): ReturnType<typeof parse>;
}

/** It is asked once for each choice that it is about: whole rows are asked thousands of times. */
function question(settings: readonly string[], ask: (row: Row) => ReturnType<typeof parse>): Question {
    const about = ["cluster", ...Object.keys(choices).filter((path) => settings.includes(top(path)))];
    const known = new Map<string, ReturnType<typeof parse>>();
    return {
        about,
        ask(row) {
            const key = about.map((path) => row[path] ?? 0).join();
            const answer = known.get(key) ?? ask(row);
            known.set(key, answer);
            return answer;
        },
    };
}

/** A setting alone, with what is wrong in it. */
const settings = new Map(
    Object.keys(clusterSchema.shape).map((name) => [
        name,
        question([name], (row) => {
            const value = (argumentsOf(row) as Record<string, unknown>)[name];
            return parse(clusterSchema.pick({ [name]: true } as never), [], { [name]: value });
        }),
    ]),
);

const questions = [
    ...settings.values(),
    ...between.map(({ fields, broken }) =>
        question(fields, (row) => {
            const values = fields.map((name) => settings.get(name)?.ask(row).value);
            return { mistakes: values.includes(undefined) ? [] : broken(Object.assign({}, ...values)) };
        }),
    ),
];

/** What the settings of a row and the relations between them say. */
export const messagesOf = (row: Row, asked: readonly Question[] = questions): string[] =>
    asked.flatMap(({ ask }) => ask(row).mistakes.map(({ path, reason }) => `${path}: ${reason}`));

/** Questions by a choice that they are about. */
const concerned = new Map(
    Object.keys(choices).map((path) => [path, questions.filter(({ about }) => about.includes(path))]),
);

/** What a row is told, by the choices that would have to be others; of a row that was taken before one choice changed. */
export function judge(row: Row, changed?: string): ReturnType<Judge> {
    const messages = messagesOf(row, changed === undefined ? questions : concerned.get(changed));
    return messages.length === 0 ? undefined : { named: [...new Set(messages.flatMap(named))] };
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
