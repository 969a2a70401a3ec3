import fc from "fast-check";
import { expect, test } from "vitest";
import { portsOf, privateHostsOf, toPrivateHosts } from "../../components/images/registry-flows.ts";

test.each([
    ["images.example.com:8443/shop/*", [443, 8443]],
    ["*.example.com:8443/shop/*", [443, 8443]],
    ["localhost:5000/shop", [443, 5000]],
    ["images.example.com:65535/*", [443, 65535]],
    ["images.example.com/shop:1", [443]],
    ["images.example.com/shop:8443/x", [443]],
    ["images.example.com:*/shop/*", [443]],
    ["images.example.com:65536/*", [443]],
    ["images.example.com:0/*", [443]],
    ["nginx:latest", [443]],
    ["nginx:1.25", [443]],
    ["redis:7", [443]],
    ["busybox@sha256:ab*", [443]],
])("Images of %s are asked for at the ports %j", (reference, ports) => {
    expect(portsOf([reference])).toEqual(ports);
});

const pieces = ["images", ".example.com", ":", "*", "7", "8443", "65536", "/", "@sha256:ab", ":latest", ".", "-"];
const references = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }).map((all) => all.join(""));

test("Whatever a reference is, its ports are such as there are", () => {
    fc.assert(
        fc.property(references, (reference) => {
            for (const port of portsOf([reference])) {
                expect(Number.isInteger(port)).toBe(true);
                expect(port).toBeGreaterThan(0);
                expect(port).toBeLessThan(65_536);
            }
        }),
        { numRuns: 2000 },
    );
});

test("A registry is open at the port of its own name, whichever reference leads there", () => {
    const registry = { host: "images.example.com:8443", cidrs: ["10.20.0.0/24"] };
    for (const reference of ["images.example.com:8443/*", "*.example.com:8443/*", "images.*/shop/*", "images*"])
        expect(toPrivateHosts(privateHostsOf([reference], [registry]))).toEqual([
            { peer: { cidrs: registry.cidrs }, ports: [443, 8443] },
        ]);
    for (const reference of ["images.example.com/*", "nginx:latest", "ghcr.io/images.example.com:8443/*"])
        expect(privateHostsOf([reference], [registry])).toEqual([]);
});
