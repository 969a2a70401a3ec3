import { expect, test } from "vitest";
import { unknown } from "../../../../policy-pack/inventory/unknown.ts";
import { resultOf } from "../../judged.ts";
import { resource } from "../../ready/resource.ts";

const trust = (statement: object) => ({ assumeRolePolicy: JSON.stringify({ Statement: [statement] }) });
const oidc = { Federated: "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123" };
const both = { Federated: ["cognito-identity.amazonaws.com", oidc.Federated] };
const everybody = { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" };
const ofSubject = (operator: string, subject: string) =>
    trust({ Effect: "Allow", Principal: oidc, Condition: { [operator]: { "oidc.eks:sub": subject } } });

test.each<[string, object, string]>([
    ["a service of AWS", trust({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" } }), "pass"],
    ["one account", trust({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" } }), "pass"],
    ["everybody", trust(everybody), "fail"],
    ["nobody of everybody", trust({ ...everybody, Effect: "Deny" }), "pass"],
    [
        "everybody of an organisation",
        trust({ ...everybody, Condition: { StringEquals: { "aws:PrincipalOrgID": "o" } } }),
        "pass",
    ],
    [
        "everybody who knows a word",
        trust({ ...everybody, Condition: { StringEquals: { "sts:ExternalId": "x" } } }),
        "fail",
    ],
    [
        "everybody outside an organisation",
        trust({ ...everybody, Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o" } } }),
        "fail",
    ],
    ["one service account", ofSubject("StringEquals", "system:serviceaccount:shop:shop"), "pass"],
    ["the accounts of a namespace", ofSubject("StringLike", "system:serviceaccount:shop:*"), "pass"],
    ["the accounts of the cluster", ofSubject("StringLike", "system:serviceaccount:*:*"), "fail"],
    ["all accounts but one", ofSubject("StringNotEquals", "system:serviceaccount:shop:shop"), "fail"],
    ["whoever has a token", trust({ Effect: "Allow", Principal: oidc }), "fail"],
    [
        "users of a pool of Cognito",
        trust({ Effect: "Allow", Principal: { Federated: "cognito-identity.amazonaws.com" } }),
        "pass",
    ],
    [
        "everybody, among others",
        trust({ ...everybody, Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] } }),
        "fail",
    ],
    ["everybody, in a document that is no text", { assumeRolePolicy: { Statement: everybody } }, "fail"],
    ["nobody who is named", trust({ Effect: "Allow", Action: "sts:AssumeRole" }), "pass"],
    ["everybody to whom one of two providers gives a token", trust({ ...everybody, Principal: both }), "fail"],
    [
        "one account and all others",
        trust({
            Effect: "Allow",
            Principal: oidc,
            Condition: {
                StringLike: { "oidc.eks:sub": ["system:serviceaccount:shop:shop", "system:serviceaccount:*:*"] },
            },
        }),
        "fail",
    ],
    ["somebody who is known later", { assumeRolePolicy: unknown }, "unknown"],
])("a role that %s may take", (_, props, status) => {
    expect(resultOf("iam-trust-restricted", [resource("aws:iam/role:Role", "shop", props)])?.status).toBe(status);
});
