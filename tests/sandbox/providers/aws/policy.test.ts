import { expect, test } from "vitest";
import { policyDocument } from "../../../../sandbox/providers/aws/policy.ts";
import type { Values } from "../../../../sandbox/providers/values.ts";

type Purpose = Parameters<typeof policyDocument>[0];
const statement: Record<Purpose, Values> = {
    identity: { Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::b/*" },
    resource: { Effect: "Allow", Action: "kms:*", Resource: "*", Principal: { AWS: "arn:aws:iam::1:root" } },
    trust: {
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Principal: { Service: "pods.eks.amazonaws.com" },
    },
};
const fault = (purpose: Purpose, change: Values, document: Values = {}): string | undefined =>
    policyDocument(purpose)(
        JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement[purpose], ...change }], ...document }),
    );

test.each(Object.keys(statement) as Purpose[])("a good policy of purpose %s is accepted", (purpose) => {
    expect(fault(purpose, {})).toBeUndefined();
    expect(
        fault(purpose, { Condition: { "ForAllValues:StringLikeIfExists": { "aws:TagKeys": ["a"] } } }),
    ).toBeUndefined();
});

test.each<[Purpose, Values, RegExp]>([
    ["identity", { Effect: "allow" }, /Effect is Allow or Deny/],
    ["identity", { Action: undefined }, /either Action or NotAction/],
    ["identity", { NotAction: "s3:*" }, /either Action or NotAction/],
    ["identity", { Action: "s3.GetObject" }, /service:Name, not "s3\.GetObject"/],
    ["identity", { Action: [] }, /service:Name/],
    ["identity", { Resource: "bucket" }, /an ARN, not "bucket"/],
    ["identity", { Principal: "*" }, /there is no Principal/],
    ["identity", { Sid: "read it" }, /letters and digits/],
    ["identity", { Resources: "*" }, /Resources is no element/],
    ["identity", { Condition: { StringEqual: {} } }, /StringEqual is no condition operator/],
    ["resource", { Principal: undefined }, /either Principal or NotPrincipal/],
    ["resource", { Principal: { Services: "x" } }, /AWS, Service, Federated/],
    ["resource", { Resource: undefined }, /either Resource or NotResource/],
    ["trust", { Resource: "*" }, /there is no Resource/],
    ["trust", { Principal: {} }, /Principal is/],
])("a policy of purpose %s with %j is refused", (purpose, change, says) => {
    expect(fault(purpose, change)).toMatch(says);
});

test("the document itself is checked too", () => {
    expect(fault("identity", {}, { Version: "2012" })).toMatch(/Version is one of 2012-10-17/);
    expect(fault("identity", {}, { Statement: [] })).toMatch(/at least one statement/);
    expect(fault("identity", {}, { statement: [] })).toMatch(/statement is no element/);
    const twice = [statement.identity, statement.identity].map((one) => ({ ...one, Sid: "a" }));
    expect(fault("identity", {}, { Statement: twice })).toMatch(/each Sid is used once/);
    expect(
        policyDocument(
            "identity",
            100,
        )(JSON.stringify({ Version: "2012-10-17", Statement: Array(5).fill(statement.identity) })),
    ).toMatch(/at most 100 characters/);
});
