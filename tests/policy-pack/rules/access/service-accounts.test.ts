import { expect, test } from "vitest";
import { resultOf } from "../../judged.ts";
import { object } from "../../ready/resource.ts";

const account = (name: string, fields: object = {}) =>
    object("core/v1:ServiceAccount", name, { metadata: { namespace: "shop" }, ...fields });
const pod = (spec: object) =>
    object("core/v1:Pod", "shop", { metadata: { namespace: "shop" }, spec: { containers: [], ...spec } });

test.each<[string, object, string]>([
    [
        "the same name in both fields, as the API server writes it",
        { serviceAccountName: "shop", serviceAccount: "shop" },
        "pass",
    ],
    ["another name in the deprecated field", { serviceAccountName: "shop", serviceAccount: "cart" }, "fail"],
    ["the deprecated field alone", { serviceAccount: "shop" }, "fail"],
])("a pod with %s", (_, spec, status) => {
    expect(resultOf("sa-exists", [account("shop"), pod(spec)])?.status).toBe(status);
});

test.each<[string, object, string]>([
    ["default", {}, "fail"],
    ["default", { automountServiceAccountToken: true }, "fail"],
    ["default", { automountServiceAccountToken: false }, "pass"],
    ["shop", {}, "not-applicable"],
])("the token of a service account %s with %o, on its own", (name, fields, status) => {
    expect(resultOf("sa-token-not-mounted", [account(name, fields)])?.status).toBe(status);
});
