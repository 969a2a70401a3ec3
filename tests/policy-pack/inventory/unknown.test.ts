import { UnknownValueError, unknownCheckingProxy } from "@pulumi/policy";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seal, secret, UnknownValue, unknown } from "../../../policy-pack/inventory/unknown.ts";

/** What the engine puts in the place of a string that is not known yet. */
const unknownString = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secretInState = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };

describe("sealed data", () => {
    test("is the same data where everything is known, without what is null", () => {
        const unset = (_: string, value: unknown) => (value === null ? undefined : value);
        fc.assert(
            fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
                expect(JSON.stringify(seal(value))).toEqual(JSON.stringify(value, unset));
            }),
        );
    });

    test.each([
        ["hand-made data", { vpcConfig: { subnetIds: ["subnet-1", unknown] } }],
        ["a plan's text", { vpcConfig: { subnetIds: ["subnet-1", unknownString] } }],
        ["CrossGuard's proxy", unknownCheckingProxy({ vpcConfig: { subnetIds: ["subnet-1", unknownString] } })],
    ])("throws with the path when an unknown leaf of %s is read, and only then", (_, props) => {
        const sealed = seal(props);
        expect(sealed.vpcConfig.subnetIds[0]).toBe("subnet-1");
        expect(sealed.vpcConfig.subnetIds).toHaveLength(2);
        expect(() => sealed.vpcConfig.subnetIds[1]).toThrow(
            expect.objectContaining({ path: "vpcConfig.subnetIds[1]", reason: "unknown" }),
        );
    });

    test.each([
        ["hand-made data", { password: secret }],
        ["a plan's text", { password: "[secret]" }],
        ["a state file", { password: secretInState }],
    ])("throws when a secret of %s is read, and does not hold its value", (_, props) => {
        const sealed = seal(props);
        expect(() => sealed.password).toThrow(expect.objectContaining({ path: "password", reason: "secret" }));
        expect(Object.keys(sealed)).toEqual(["password"]);
        expect(() => JSON.stringify(sealed)).toThrow(UnknownValue);
    });

    test("can be sealed again", () => {
        expect(() => seal(seal({ a: { b: unknown } })).a.b).toThrow("a.b");
    });

    test("keeps cycles of YAML anchors finite", () => {
        const cycle: Record<string, unknown> = { name: "a" };
        cycle.self = cycle;
        expect(seal(cycle).self.self.name).toBe("a");
    });

    test("does not mistake another error of the proxied data for an unknown value", () => {
        const broken = Object.defineProperty({}, "leaf", {
            enumerable: true,
            get() {
                throw new RangeError("broken");
            },
        });
        expect(() => seal(broken)).toThrow(RangeError);
        expect(new UnknownValueError(unknownString, ["a"])).not.toBeInstanceOf(RangeError);
    });
});
