import fc from "fast-check";
import { expect, test } from "vitest";
import { imageRegistry } from "../../components/configuration/image-fields.ts";
import { imageReference, registryAlone } from "../../components/platform/image-reference.ts";
import { glob as globs } from "../../policy-pack/judgement/glob.ts";
import { isFrom, references } from "../../policy-pack/reading/image-references.ts";

const registry = (host: string, name: string, port?: number) => ({ host, name, ...(port && { port }) });

/** The first ones as https://github.com/distribution/reference/blob/v0.6.0/normalize_test.go has them. */
test.each([
    ["test.com/foo", { registry: registry("test.com", "test.com"), repository: "foo" }],
    ["test:5000/repo", { registry: registry("test:5000", "test", 5000), repository: "repo" }],
    ["test:5000/repo@sha256:ab", { registry: registry("test:5000", "test", 5000), repository: "repo" }],
    ["localhost/library/a", { registry: registry("localhost", "localhost"), repository: "library/a" }],
    ["library/redis:7", { repository: "library/redis" }],
    ["test:5000", { repository: "test" }],
    ["CAPITAL/repo", { registry: registry("CAPITAL", "CAPITAL"), repository: "repo" }],
    ["*.example.com:8443/*", { registry: registry("*.example.com:8443", "*.example.com", 8443), repository: "*" }],
    ["*/shop/web:1.0", { registry: registry("*", "*"), repository: "shop/web" }],
    ["a.example:*/shop/*:v1", { registry: registry("a.example:*", "a.example"), repository: "shop/*" }],
    ["a.example/shop/*-prod", { registry: registry("a.example", "a.example"), repository: "shop/*" }],
    ["a.example/*/web-*:v1", { registry: registry("a.example", "a.example"), repository: "*/web-*" }],
])("%s is read as whoever pulls reads it", (reference, read) => {
    expect(imageReference(reference)).toEqual(read);
});

test.each([
    ["registry.corp.example:8443", "registry.corp.example:8443"],
    ["registry.corp.example", "registry.corp.example"],
    ["*.corp.example:8443", "*.corp.example:8443"],
    ["localhost:5000", "localhost:5000"],
    ["ghcr.io*", "ghcr.io"],
    ["images.example.com:v1", "images.example.com"],
    ["images.example.com:99999", "images.example.com"],
    ["ghcr.io@sha256:ab*", "ghcr.io"],
    ["ghcr.*", "ghcr.*"],
    ["registry.corp.example:8443/team/*", undefined],
    ["nginx:1.25", undefined],
    ["redis@sha256:ab*", undefined],
    ["*", undefined],
])("%s is the name of a registry alone: %j", (reference, alone) => {
    expect(registryAlone(reference)).toBe(alone);
});

const tails = fc.constantFrom("", ":1.2-prod", ":web", "@sha256:ab", ":1.2-web@sha256:ab");
const cuts = fc.array(fc.nat(40), { minLength: 2, maxLength: 4 });

test("A pattern's repository holds that of every image that matches it: a * passes slashes, and the colon of a tag", () => {
    fc.assert(
        fc.property(fc.constantFrom("web", "shop/web", "shop/a/web-prod"), tails, cuts, (name, tail, places) => {
            // What a pattern leaves out of the image has a * in its place; none begins in the name of a digest's algorithm.
            const whole = `${name}${tail.replace("@sha256:", "@")}`;
            const ends = places.map((place) => Math.min(place, whole.length)).toSorted((a, b) => a - b);
            const [first = 0, second = 0, third = whole.length, fourth = whole.length] = ends;
            const made = `${whole.slice(0, first)}*${whole.slice(second, third)}${third < fourth ? "*" : ""}${whole.slice(fourth)}`;
            const { repository } = imageReference(`a.example/${made.replace("@", "@sha256:")}`);
            expect(globs(repository, name), `${made} is read as ${repository}`).toBe(true);
        }),
        { numRuns: 3000 },
    );
});

const pieces = ["shop", ".", "example", ":", "*", "8443", "99999", "/", "@sha256:ab", "localhost", "-", "A"];
const texts = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 7 }).map((all) => all.join(""));

test("The policy pack refuses the patterns that the component refuses, and proposes the same, which is of that registry alone", () => {
    fc.assert(
        fc.property(texts, texts, (pattern, path) => {
            const refusal = references.safeParse([pattern]).error?.issues[0]?.message;
            const alone = registryAlone(pattern);
            expect(refusal === undefined).toBe(alone === undefined);
            if (alone === undefined) return;
            expect(refusal).toBe(`names a registry and no image in it; give ${alone}/* for all of them`);
            expect(registryAlone(`${alone}/*`)).toBeUndefined();
            if (alone.includes("*")) return;
            expect(isFrom(`${alone}/*`, `${alone}/x${path}`)).toBe(true);
            expect(isFrom(`${alone}/*`, `${alone}.evil.example/x${path}`)).toBe(false);
            if (!pattern.includes("*")) expect(isFrom(pattern, `${pattern}/${path}`)).toBe(false);
        }),
        { numRuns: 3000 },
    );
});

test("What is refused is told with what to write", () => {
    expect(imageRegistry.safeParse("ghcr.io*").error?.issues.map(({ message }) => message)).toEqual([
        "names a registry and no image in it; give ghcr.io/* for all of them",
    ]);
});
