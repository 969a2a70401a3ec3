import { expect, test } from "vitest";
import { partsOf } from "../../components/parts.ts";
import type { Values } from "../../components/platform/addon.ts";
import { selectionOf } from "../../components/selection.ts";
import { all, settings } from "./elsewhere.ts";

const { missing } = selectionOf(settings);

/** Every text in a value, keys included. */
const texts = (value: unknown): string[] =>
    typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => [key, ...texts(inner)])
        : [String(value)];

test("Elsewhere than on EKS the platform is what the table does not leave out, and nothing asks for AWS", () => {
    expect(all.map(({ name }) => name).toSorted()).toEqual(
        partsOf(settings)
            .map(({ name }) => name)
            .filter((name) => !(name in missing))
            .toSorted(),
    );
    for (const { name, identities, traffic, values, before, after } of all) {
        expect(identities, name).toBeUndefined();
        expect(traffic.to.filter(({ peer }) => peer === "aws")).toEqual([]);
        const aws = texts([values, before, after]).filter((text) =>
            /amazonaws|^arn:|\beks\b|sns_configs|^gp3$/.test(text),
        );
        expect(aws, name).toEqual([]);
    }
});

test("No pod is held to zones that nodes do not name, and every one is still spread over hosts", () => {
    const keys = all.flatMap(({ values }) => topologyKeys(values));
    expect(keys.length).toBeGreaterThan(10);
    expect(new Set(keys)).toEqual(new Set(["kubernetes.io/hostname"]));
});

function topologyKeys(values: Values): string[] {
    return Object.entries(values).flatMap(([key, value]) =>
        key === "topologyKey" ? [value] : typeof value === "object" && value !== null ? topologyKeys(value) : [],
    );
}

test("Nothing flows to or from the namespaces of what is left out", () => {
    const namespaces = all.flatMap(({ traffic }) =>
        [...traffic.from, ...traffic.to].flatMap(({ peer }) =>
            typeof peer === "object" && "namespace" in peer ? [peer.namespace] : [],
        ),
    );
    expect(namespaces.filter((name) => name in missing)).toEqual([]);
});
