import { expect, test } from "vitest";
import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { unknown } from "../../../../policy-pack/inventory/unknown.ts";
import { resultOf } from "../../judged.ts";
import { object, release } from "../../ready/resource.ts";

const definition = (...versions: object[]) =>
    object("apiextensions.k8s.io/v1:CustomResourceDefinition", "externalsecrets.external-secrets.io", {
        spec: { group: "external-secrets.io", names: { kind: "ExternalSecret" }, versions },
    });
const secret = (version: string) => object(`external-secrets.io/${version}:ExternalSecret`, "shop", {});
const said = (object: Resource, ...others: Resource[]) =>
    resultOf("api-not-deprecated", [object, ...others])?.evidence.find(({ urn }) => urn === object.urn)?.status;

test("an object of a version that its definition does not serve fails, and of one that it serves passes", () => {
    const beside = definition({ name: "v1", served: true }, { name: "v1beta1", served: false });
    expect(said(secret("v1beta1"), beside)).toBe("fail");
    expect(said(secret("v1alpha1"), beside)).toBe("fail");
    expect(said(secret("v1"), beside)).toBe("pass");
});

test("an object whose definition is not there, or not known yet, is not judged by it", () => {
    expect(said(secret("v1beta1"))).toBeUndefined();
    expect(said(secret("v1beta1"), definition({ name: "v1", served: unknown }))).toBeUndefined();
});

test.each([
    ["1.1.0", "fail"],
    ["0.17.0", "fail"],
    ["0.16.9", undefined],
    ["^1", undefined],
    ["latest", undefined],
    ["v2", "fail"],
    [unknown, undefined],
    [undefined, undefined],
])("an API is gone since a version of the chart that serves it: %s", (version, expected) => {
    const installed = release("external-secrets", "external-secrets", {});
    expect(said(secret("v1beta1"), { ...installed, props: { ...installed.props, version } })).toBe(expected);
});

test("two definitions of a kind serve what either of them serves", () => {
    const both = [definition({ name: "v1" }), definition({ name: "v1beta1" }, { name: "v2", served: false }, {})];
    expect(["v1", "v1beta1", "v2"].map((version) => said(secret(version), ...both))).toEqual(["pass", "pass", "fail"]);
});

test("a definition decides, whatever the chart is known for", () => {
    const installed = release("external-secrets", "external-secrets", {});
    const chart = { ...installed, props: { ...installed.props, version: "1.1.0" } };
    expect(said(secret("v1beta1"), chart, definition({ name: "v1beta1" }))).toBe("pass");
    expect(said(secret("v1"), chart, definition({ name: "v1beta1" }))).toBe("fail");
    expect(said(secret("v1beta1"), chart, definition())).toBe("fail");
});

test("a definition that is not known yet, or says nothing, hides no other", () => {
    const type = "apiextensions.k8s.io/v1:CustomResourceDefinition";
    const open = [
        object(type, "later", { spec: unknown }),
        object(type, "empty", {}),
        object(type, "broken", { spec: { versions: {} } }),
    ];
    expect(said(secret("v1beta1"), ...open, definition({ name: "v1" }))).toBe("fail");
    expect(said(secret("v1beta1"), ...open, definition())).toBeUndefined();
});

test("an alpha version of an operator's API that is served is its own affair", () => {
    const beside = definition({ name: "v1alpha1", served: true });
    expect(said(secret("v1alpha1"), beside)).toBe("pass");
});
