import { expect, test } from "vitest";
import { beyondLimits } from "../configuration/name-limits.ts";
import { record } from "../foundation/recording.ts";
import type { Pair, Row } from "./covering.ts";
import { choices, unheard, unknown } from "./factors.ts";
import { remembered } from "./remembered.ts";
import { argumentsOf, judge, messagesOf, pairs, refused, rows, told, top } from "./rows.ts";

const standard: Row = Object.fromEntries(Object.keys(choices).map((name) => [name, 0]));

const written = ({ first, one, second, other }: Pair): string =>
    [`${first}=${JSON.stringify(choices[first]?.[one])}`, `${second}=${JSON.stringify(choices[second]?.[other])}`].join(
        " with ",
    );

/** Choices that a message says outright: by path, by a path that theirs is below, or by a value. */
const said = remembered((message: string): string[] => {
    const [at = "", ...reason] = message.split(": ");
    const speaks = (word: string) => new RegExp(`\\b${word}\\b`, "i").test(reason.join(": "));
    return Object.entries(choices).flatMap(([path, values]) => {
        const isNamed =
            message.includes(path) ||
            path.startsWith(`${at}.`) ||
            speaks(top(path)) ||
            values.some((value) => typeof value === "string" && /^[a-z]{3,}$/.test(value) && speaks(value)) ||
            (path === "cluster" && speaks("existing cluster"));
        return isNamed ? [path] : [];
    });
});

/** Whether what is said of the pair, and of it with what it asks for, leads from the one to the other. */
function isExplained({ first, one, second, other }: Pair): boolean {
    const row = { ...standard, [first]: one, [second]: other };
    const asked = (it: Row): Row[] =>
        (judge(it)?.named ?? [])
            .filter((name) => name !== first && name !== second)
            .flatMap((name) => [...(choices[name] ?? []).keys()].map((place) => ({ ...it, [name]: place })));
    const links = [row, ...asked(row), ...asked(row).flatMap(asked)].flatMap((each) => messagesOf(each)).map(said);
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
