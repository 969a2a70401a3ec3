import fc from "fast-check";
import { expect, test } from "vitest";
import { faultOf, next, type Record, recordsIn } from "../../exercise/records.ts";

const chain = (length: number, cluster = "prod"): Record[] => {
    const records: Record[] = [];
    for (let index = 0; index < length; index++) records.push(next(records.at(-1), cluster, new Date(index * 1000)));
    return records;
};

const lines = (records: readonly Record[]): string => records.map((each) => `${JSON.stringify(each)}\n`).join("");

test("Records that are read back as they were written have no fault", () => {
    fc.assert(
        fc.property(fc.integer({ min: 1, max: 20 }), (length) => {
            const records = chain(length);
            expect(recordsIn(lines(records))).toEqual(records);
            expect(faultOf(records)).toBeUndefined();
        }),
    );
});

test("A record that is missing, twice, changed or from elsewhere is a fault", () => {
    const change = fc.constantFrom<(records: Record[], at: number) => Record[]>(
        (records, at) => records.filter((_, index) => index !== at),
        (records, at) => records.flatMap((each, index) => (index === at ? [each, each] : [each])),
        (records, at) =>
            records.map((each, index) => (index === at ? { ...each, time: "2027-01-03T00:00:00.000Z" } : each)),
        (records, at) => records.map((each, index) => (index === at ? { ...each, cluster: "dr" } : each)),
        (records, at) => [...records.slice(0, at), ...chain(records.length, "dr").slice(at)],
    );
    fc.assert(
        fc.property(fc.integer({ min: 3, max: 20 }), change, fc.nat(), (length, changed, seed) => {
            // The last one alone may be missing: nobody knows of it yet.
            const at = 1 + (seed % (length - 2));
            expect(faultOf(changed(chain(length), at))).toBeDefined();
        }),
    );
});

test("Nothing is a fault too", () => expect(faultOf([])).toBe("there is no record"));

test("A last line that a snapshot cut in two was not written", () => {
    const content = lines(chain(3));
    expect(recordsIn(content.slice(0, -5))).toEqual(chain(2));
});
