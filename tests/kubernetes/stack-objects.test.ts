import { expect, test } from "vitest";
import { chartsOf } from "../../kubernetes/stack-objects.ts";
import { releaseType } from "../../sandbox/providers/kubernetes/releases.ts";

const release = (name: string, version: string) => ({
    urn: `urn:pulumi:shop::shop::${releaseType}::${name}`,
    type: releaseType,
    inputs: { name, namespace: name, chart: "oci://registry.example.com/charts/external-dns", version },
});

test("A chart that several releases are made of is wanted once, and in each of its versions", () => {
    const releases = [release("private", "1.21.1"), release("public", "1.21.1"), release("old", "1.20.0")];
    expect(chartsOf(releases)).toEqual([
        { name: "external-dns", version: "1.21.1" },
        { name: "external-dns", version: "1.20.0" },
    ]);
});
