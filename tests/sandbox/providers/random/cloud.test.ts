import { expect, test } from "vitest";
import { RandomCloud } from "../../../../sandbox/providers/random/cloud.ts";
import { plain, secretsOf } from "../../../../sandbox/providers/values.ts";
import { Driver } from "../clouds.ts";

const random = () => new Driver(new RandomCloud());
const password = "random:index/randomPassword:RandomPassword";

test("a password is secret, has its length, and holds what was asked for", () => {
    const inputs = { length: 24, special: true, overrideSpecial: "_", minNumeric: 3, minSpecial: 2, upper: false };
    const { result } = random().outputs(password, inputs);
    const text = plain<string>(result);
    expect(secretsOf(result)).toEqual([text]);
    expect(text).toMatch(/^[a-z0-9_]{24}$/);
    expect(text.match(/[0-9]/g)?.length).toBeGreaterThanOrEqual(3);
    expect(text.match(/_/g)?.length).toBeGreaterThanOrEqual(2);
});

test("an id has as many bytes as were asked for, in every form the same", () => {
    const { hex, b64Std, dec } = random().outputs("random:index/randomId:RandomId", { byteLength: 6, prefix: "x-" });
    expect(hex).toMatch(/^x-[0-9a-f]{12}$/);
    const bytes = Buffer.from(String(hex).slice(2), "hex");
    expect(b64Std).toBe(`x-${bytes.toString("base64")}`);
    expect(dec).toBe(`x-${bytes.readUIntBE(0, 6)}`);
});

test("any change makes a new value, and wrong inputs are refused", () => {
    const driver = random();
    const change = driver.cloud.diff(
        driver.resource(password, "it"),
        { length: 8 },
        { length: 8, keepers: { a: "b" } },
    );
    expect(change.replaces).toEqual(["keepers"]);
    expect(driver.check(password, {}).map(({ property }) => property)).toEqual(["length"]);
    expect(driver.check(password, { length: 0, size: 3 }).map(({ property }) => property)).toEqual(["size", "length"]);
    expect(() => driver.check("random:index/randomPet:RandomPet", {})).toThrow(
        "the sandbox does not simulate random:index/randomPet:RandomPet",
    );
});
