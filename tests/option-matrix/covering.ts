/** What can be chosen, by the name of the choice. */
type Factors<Value> = Readonly<Record<string, readonly Value[]>>;
/** One value of each choice, by its place. */
export type Row = Readonly<Record<string, number>>;

/** Two values of two choices. */
export interface Pair {
    readonly first: string;
    readonly one: number;
    readonly second: string;
    readonly other: number;
}

interface Covering {
    readonly rows: readonly Row[];
    /** How many pairs there are. */
    readonly pairs: number;
    /** Those that no row was found for. */
    readonly refused: readonly Pair[];
}

const keyOf = (first: string, one: number, second: string, other: number): string =>
    first < second ? `${first}=${one}|${second}=${other}` : `${second}=${other}|${first}=${one}`;

/**
 * What a row is told: nothing where it is taken, or which choices would have to be others. `changed` is the one choice that
 * is another than in a row that was taken, if that is known.
 */
export type Judge = (row: Row, changed?: string) => { readonly named: readonly string[] } | undefined;

/**
 * Rows that are taken, in which each pair of values is together at least once, as far as any is found. The first value
 * of a choice is what it is where nobody says otherwise. Greedy: each row begins with a pair that is in none yet, with up to
 * four values that it is told to need or one step beside a row that has a half of it, and is changed in one place after the
 * other as long as that brings more of the missing pairs.
 */
export function covering<Value>(factors: Factors<Value>, judge: Judge): Covering {
    const names = Object.keys(factors);
    const places = (name: string): number[] => [...(factors[name] ?? []).keys()];
    const standard: Row = Object.fromEntries(names.map((name) => [name, 0]));
    const missing = new Map<string, Pair>();
    for (const [index, first] of names.entries())
        for (const second of names.slice(index + 1))
            for (const one of places(first))
                for (const other of places(second))
                    missing.set(keyOf(first, one, second, other), { first, one, second, other });
    const pairs = missing.size;
    const rows: Row[] = [];
    const refused: Pair[] = [];

    const gain = (row: Row, name: string, place: number): number =>
        names.filter((other) => other !== name && missing.has(keyOf(name, place, other, row[other] ?? 0))).length;

    /** The row with that value of a choice, among those that are taken, which brings the most missing pairs. */
    function better(row: Row, name: string): Row {
        const gains = places(name).map((place) => gain(row, name, place));
        const more = places(name).filter((place) => (gains[place] ?? 0) > (gains[row[name] ?? 0] ?? 0));
        const ranked = more.toSorted((a, b) => (gains[b] ?? 0) - (gains[a] ?? 0));
        const changed = ranked.map((place) => ({ ...row, [name]: place }));
        return changed.find((it) => !judge(it, name)) ?? row;
    }

    /**
     * The row with what is fixed in it, changed in so many other places until it is taken. In whatever order it is changed
     * to a row, that one is tried once.
     */
    function mended(
        row: Row,
        fixed: readonly string[],
        changes: number,
        tried = new Set<string>(),
    ): { row: Row; fixed: readonly string[] } | undefined {
        const key = Object.values(row).join();
        if (tried.has(key)) return undefined;
        tried.add(key);
        const mistake = judge(row);
        if (!mistake) return { row, fixed };
        if (changes === 0) return undefined;
        for (const name of mistake.named.filter((it) => !fixed.includes(it)))
            for (const place of places(name).filter((it) => it !== row[name])) {
                const found = mended({ ...row, [name]: place }, [...fixed, name], changes - 1, tried);
                if (found) return found;
            }
        return undefined;
    }

    /** A row with both: what is standard, else one of the rows that have a half of it. */
    function startOf({ first, one, second, other }: Pair): ReturnType<typeof mended> {
        const withBoth = (row: Row, changes: number) =>
            mended({ ...row, [first]: one, [second]: other }, [first, second], changes);
        const start = withBoth(standard, 4);
        if (start) return start;
        for (const row of rows.filter((it) => it[first] === one || it[second] === other)) {
            const found = withBoth(row, 1);
            if (found) return found;
        }
        return undefined;
    }

    for (const pair of missing.values()) {
        const { first, one, second, other } = pair;
        const start = startOf(pair);
        if (!start) {
            refused.push(pair);
            missing.delete(keyOf(first, one, second, other));
            continue;
        }
        let { row } = start;
        const free = names.filter((it) => !start.fixed.includes(it));
        for (let before: Row | undefined; row !== before; ) {
            before = row;
            for (const name of free) row = better(row, name);
        }
        rows.push(row);
        for (const [index, left] of names.entries())
            for (const right of names.slice(index + 1))
                missing.delete(keyOf(left, row[left] ?? 0, right, row[right] ?? 0));
    }
    return { rows, pairs, refused };
}
