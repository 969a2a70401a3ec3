import { expect, test } from "vitest";
import { parse } from "../../components/configuration/parse.ts";
import { clusterRelations } from "../../components/relations.ts";
import { clusterSchema } from "../../components/settings.ts";
import { beyondLimits } from "../configuration/name-limits.ts";
import { record } from "../foundation/recording.ts";
import { covering, type Judge, type Pair, type Row } from "./covering.ts";
import { choices, kinds, unheard, unknown } from "./factors.ts";

const valueAt = (row: Row, path: string): unknown => choices[path]?.[row[path] ?? 0];

/** The arguments that a row stands for. */
function argumentsOf(row: Row): object {
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

const told = (row: Row, relations = clusterRelations): string[] =>
    parse(clusterSchema, relations, argumentsOf(row)).mistakes.map(({ path, reason }) => `${path}: ${reason}`);

/** Those of all parts at once are about names in the user's own charts and values, and take their time. */
const between = clusterRelations.filter(({ fields }) => fields.length < 10);

const last = (path: string): string => path.split(".").at(-1) ?? path;
const top = (path: string): string => path.split(".")[0] ?? path;

/** Choices that a message speaks of. */
const named = (message: string): string[] =>
    Object.keys(choices).filter(
        (path) =>
            message.includes(path) ||
            new RegExp(`\\b${last(path)}\\b`).test(message) ||
            (path === "cluster" && message.includes("existing cluster")) ||
            message.startsWith(`${top(path)}:`),
    );

/** What is said of a row is asked again and again. */
const known = new Map<string, ReturnType<Judge>>();
function judge(row: Row): ReturnType<Judge> {
    const key = Object.values(row).join();
    if (!known.has(key)) {
        const messages = told(row, between);
        known.set(key, messages.length === 0 ? undefined : { named: [...new Set(messages.flatMap(named))] });
    }
    return known.get(key);
}

const { rows, pairs, refused } = covering(choices, judge);
const standard: Row = Object.fromEntries(Object.keys(choices).map((name) => [name, 0]));

const written = ({ first, one, second, other }: Pair): string =>
    [`${first}=${JSON.stringify(choices[first]?.[one])}`, `${second}=${JSON.stringify(choices[second]?.[other])}`].join(
        " with ",
    );

/** Choices that a message says outright: by path, by a path that theirs is below, or by a value. */
const said = (message: string): string[] =>
    Object.entries(choices).flatMap(([path, values]) => {
        const [at = "", ...reason] = message.split(": ");
        const speaks = (word: string) => new RegExp(`\\b${word}\\b`, "i").test(reason.join(": "));
        const isNamed =
            message.includes(path) ||
            path.startsWith(`${at}.`) ||
            speaks(top(path)) ||
            values.some((value) => typeof value === "string" && /^[a-z]{3,}$/.test(value) && speaks(value)) ||
            (path === "cluster" && speaks("existing cluster"));
        return isNamed ? [path] : [];
    });

/** Whether what is said of the pair, and of it with what it asks for, leads from the one to the other. */
function isExplained({ first, one, second, other }: Pair): boolean {
    const row = { ...standard, [first]: one, [second]: other };
    const asked = (it: Row): Row[] =>
        (judge(it)?.named ?? [])
            .filter((name) => name !== first && name !== second)
            .flatMap((name) => [...(choices[name] ?? []).keys()].map((place) => ({ ...it, [name]: place })));
    const links = [row, ...asked(row), ...asked(row).flatMap(asked)].flatMap((it) => told(it, between)).map(said);
    const reached = new Set([first]);
    for (let size = 0; size < reached.size; ) {
        size = reached.size;
        for (const link of links)
            if (link.some((name) => reached.has(name))) for (const name of link) reached.add(name);
    }
    return reached.has(second);
}

test(`${Object.keys(choices).length} options have ${pairs} pairs of values: ${pairs - refused.length} are in ${rows.length} rows, and of ${refused.length} the settings say why they do not go together`, () => {
    expect(refused.filter((pair) => !isExplained(pair)).map(written)).toEqual([]);
    expect(refused.length).toBeLessThan(pairs / 20);
    const names = Object.keys(choices);
    const seen = rows.flatMap((row) =>
        names.flatMap((first, index) =>
            names.slice(index + 1).map((second) => `${first} ${row[first]} ${second} ${row[second]}`),
        ),
    );
    expect(new Set(seen).size + refused.length).toBe(pairs);
    const together = (row: Row, { first, one, second, other }: Pair) => row[first] === one && row[second] === other;
    expect(refused.filter((pair) => rows.some((row) => together(row, pair)))).toEqual([]);
});

test("Each row is taken and planned, and in its plan every resource has its own URN and an allowed name", async () => {
    for (const row of rows) {
        const args = argumentsOf(row);
        const at = JSON.stringify(args).slice(0, 2000);
        expect(told(row), at).toEqual([]);
        const { all } = await record(async () => {
            const { ProductionCluster } = await import("../../components/production-cluster.ts");
            new ProductionCluster("shop", args as never);
        });
        const urns = all.map(({ urn }) => urn);
        expect(urns.length, at).toBeGreaterThan(80);
        expect(
            urns.filter((urn, index) => urns.indexOf(urn) < index),
            at,
        ).toEqual([]);
        expect(all.flatMap(beyondLimits), at).toEqual([]);
    }
});

test("All that is there or not is chosen among, or left out with a reason", () => {
    expect([unheard, unknown]).toEqual([[], []]);
});
