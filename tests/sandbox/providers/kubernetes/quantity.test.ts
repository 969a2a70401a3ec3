import fc from "fast-check";
import { expect, test } from "vitest";
import { quantity as quantityOfPack } from "../../../../policy-pack/reading/quantity.ts";
import { quantity as quantityOfSandbox } from "../../../../sandbox/providers/kubernetes/quantity.ts";

function orNaN(text: string): number {
    try {
        return quantityOfSandbox(text);
    } catch {
        return Number.NaN;
    }
}

/** Pieces of quantities in any order: some make one, most make none. */
const pieces = ["", "+", "-", "0", "12", "7.", ".5", ".", "e3", "E-2", "m", "k", "K", "Ki", "E", "Gi", " "];
const words = fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((chosen) => chosen.join(""));

test("The policy pack and the sandbox read every quantity alike", () => {
    fc.assert(
        fc.property(words, (text) => Object.is(quantityOfPack(text), orNaN(text))),
        { numRuns: 2_000 },
    );
});

test.for([
    ["500m", 0.5],
    ["1Gi", 1024 ** 3],
    ["1.5k", 1500],
    ["2E", 2e18],
    ["2E3", 2000],
    [".5", 0.5],
    ["3.", 3],
    ["-1", -1],
] as const)("%s is the quantity %d", ([text, value]) => {
    expect(quantityOfPack(text)).toBe(value);
    expect(quantityOfSandbox(text)).toBe(value);
});

test.for(["", ".", "1.2.3", "1e3Ki", "1K", "1 Gi", "Gi", "1e", "0x1"])("%j is no quantity", (text) => {
    expect(quantityOfPack(text)).toBeNaN();
    expect(() => quantityOfSandbox(text)).toThrow("is no Kubernetes quantity");
});
