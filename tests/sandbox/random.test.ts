import { expect, test } from "vitest";
import { RandomCloud } from "../../sandbox/providers/random/cloud.ts";
import { plain, secretsOf } from "../../sandbox/providers/values.ts";
import { Driver } from "./clouds.ts";

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

test("a random id is the same bytes in every form", () => {
    const { hex, dec, b64Url } = random().outputs("random:index/randomId:RandomId", { byteLength: 8, prefix: "x-" });
    const bytes = String(hex).slice(2);
    expect(bytes).toMatch(/^[0-9a-f]{16}$/);
    expect(BigInt(String(dec).slice(2)).toString(16).padStart(16, "0")).toBe(bytes);
    expect(Buffer.from(String(b64Url).slice(2), "base64url").toString("hex")).toBe(bytes);
});

test("other random values have their form", () => {
    const driver = random();
    expect(driver.make("random:index/randomPet:RandomPet", { length: 3, prefix: "my" })).toMatch(/^my(-[a-z]+){3}$/);
    expect(driver.make("random:index/randomUuid:RandomUuid", {})).toMatch(/^[0-9a-f-]{36}$/);
    expect(Number(driver.make("random:index/randomInteger:RandomInteger", { min: 3, max: 3 }))).toBe(3);
    expect(driver.make("random:index/randomString:RandomString", { length: 5, special: false })).toMatch(/^\w{5}$/);
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
    expect(() => driver.check("random:index/randomBytes:RandomBytes", {})).toThrow(/it knows RandomPassword/);
});
