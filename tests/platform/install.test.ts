import fc from "fast-check";
import { expect, test } from "vitest";
import type { Addon } from "../../components/platform/addon.ts";
import { inOrder } from "../../components/platform/install.ts";

const addon = (name: string, ...needs: string[]) => ({ name, needs }) as Addon;
const names = (addons: Addon[]) => addons.map(({ name }) => name);

test("Whatever the order they are given in, each add-on comes after all that it needs", () => {
    // Each add-on may need any of those with a smaller number: no circle is possible.
    const graph = fc
        .array(fc.array(fc.nat(20)), { minLength: 1, maxLength: 12 })
        .map((rows) => rows.map((row, index) => addon(`${index}`, ...row.filter((need) => need < index).map(String))));
    fc.assert(
        fc.property(
            graph.chain((addons) => fc.shuffledSubarray(addons, { minLength: addons.length })),
            (addons) => {
                const order = names(inOrder(addons));
                expect(order.toSorted()).toEqual(names(addons).toSorted());
                for (const { name, needs } of addons)
                    for (const need of needs ?? []) expect(order.indexOf(need)).toBeLessThan(order.indexOf(name));
            },
        ),
    );
});

test("A circle is refused and shown", () => {
    expect(() => inOrder([addon("a", "b"), addon("b", "c"), addon("c", "a")])).toThrow("a needs b needs c needs a");
});

test("A need that nobody meets is refused, with the names that could be meant", () => {
    expect(() => inOrder([addon("a", "velro"), addon("velero")])).toThrow(
        'needs "velro", which is not among: a, velero',
    );
});
