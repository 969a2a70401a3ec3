import { expect, test } from "vitest";
import { argumentsHoldCredential, isCredential } from "../../../../policy-pack/reading/credentials.ts";
import { commands, credentials, harmless } from "./texts.ts";

test.each(credentials)("a value is a credential %s", (_, name, value) => {
    expect(isCredential(name, value)).toBe(true);
});

test.each(harmless)("a value is none %s", (_, name, value) => {
    expect(isCredential(name, value)).toBe(false);
});

test.each(commands)("the arguments %j hold a credential: %s", (words, holds) => {
    expect(argumentsHoldCredential(words)).toBe(holds);
});
