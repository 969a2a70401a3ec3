import fc from "fast-check";
import { expect, test } from "vitest";
import { imageReference, isRegistryAlone } from "../../components/platform/image-reference.ts";
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
    ["registry.corp.example:8443", true],
    ["registry.corp.example", true],
    ["*.corp.example:8443", true],
    ["localhost:5000", true],
    ["registry.corp.example:8443/team/*", false],
    ["nginx:1.25", false],
    ["redis@sha256:ab*", false],
    ["*", false],
])("%s is a registry's name alone: %j", (reference, alone) => {
    expect(isRegistryAlone(reference)).toBe(alone);
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

const pieces = ["shop", ".", "example", ":", "*", "8443", "/", "@sha256:ab", "localhost", "-", "A"];
const texts = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 7 }).map((all) => all.join(""));

test("The policy pack refuses the patterns that the component refuses, and no image matches what is refused but one of Docker Hub", () => {
    fc.assert(
        fc.property(texts, texts, (pattern, path) => {
            const isRefused = !references.safeParse([pattern]).success;
            expect(isRefused).toBe(isRegistryAlone(pattern));
            if (isRefused && !pattern.includes("*")) expect(isFrom(pattern, `${pattern}/${path}`)).toBe(false);
        }),
        { numRuns: 3000 },
    );
});
