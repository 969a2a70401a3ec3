import { integer, listOf, matching } from "../../checks.ts";
import { asRecord, isUnknown, type Values } from "../../values.ts";
import { arn, type Kinds } from "../kind.ts";
import { managedPolicies } from "../lookups.ts";
import { policyDocument } from "../policy.ts";

const name = (longest: number) =>
    matching(new RegExp(`^[\\w+=,.@-]{1,${longest}}$`), `1 to ${longest} letters, digits and _ + = , . @ -`);
const path = matching(/^\/([!-~]+\/)?$/, "/ or a path between two slashes, such as /platform/");

/** Lengths: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const iam: Kinds = {
    "iam.Role": {
        scope: "account",
        id: "{name}",
        arn: "iam::{account}:role{path}{name}",
        named: ["name", 64],
        immutable: ["namePrefix", "path"],
        checks: {
            name: name(64),
            path,
            assumeRolePolicy: policyDocument("trust", 4096),
            maxSessionDuration: integer(3600, 43_200),
            permissionsBoundary: arn,
            "managedPolicyArns[]": arn,
            description: matching(/^[\s\u0020-\u007E\u00A1-\u00FF]{0,1000}$/, "at most 1000 printable characters"),
        },
        records: ["name", "assumeRolePolicy"],
        outputs: ({ hash }) => ({ uniqueId: `AROA${hash.toUpperCase()}`, createDate: "2026-01-01T00:00:00Z" }),
    },
    "iam.RolePolicy": {
        scope: "account",
        id: "{role}:{name}",
        named: ["name", 128],
        immutable: ["role"],
        checks: { name: name(128), policy: policyDocument("identity", 10_240) },
        refersTo: { role: "iam.Role" },
        occupies: ["role"],
    },
    "iam.RolePolicyAttachment": {
        scope: "account",
        id: "{role}/{policyArn}",
        immutable: ["role", "policyArn"],
        checks: { policyArn: arn },
        refersTo: { role: "iam.Role" },
        occupies: ["role"],
        refuses: managedPolicyFault,
    },
    "iam.InstanceProfile": {
        scope: "account",
        id: "{name}",
        arn: "iam::{account}:instance-profile{path}{name}",
        named: ["name", 128],
        immutable: ["path"],
        checks: { name: name(128), path },
        refersTo: { role: "iam.Role" },
        occupies: ["role"],
    },
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
    "iam.OpenIdConnectProvider": {
        scope: "account",
        id: ({ account, url }) => `arn:aws:iam::${account}:oidc-provider/${String(url).replace("https://", "")}`,
        unique: "{url}",
        immutable: ["url"],
        checks: {
            url: matching(/^https:\/\/[^\s?#]{1,247}$/, "an https:// URL without query"),
            clientIdLists: listOf(1, 100),
        },
        outputs: ({ id }) => ({ arn: id }),
    },
};

function managedPolicyFault({ policyArn }: Values): string | undefined {
    const [, name] = /^arn:aws[\w-]*:iam::aws:policy\/(.+)$/.exec(String(policyArn)) ?? [];
    if (isUnknown(policyArn) || name === undefined || managedPolicies.includes(name)) return undefined;
    return `policyArn: AWS manages no policy ${name} that the sandbox knows (managedPolicies in sandbox/providers/aws/lookups.ts)`;
}

/** AWS services that a role's trust policy lets in. */
export function trustedServices(role: Values | undefined): string[] {
    const document = JSON.parse(String(role?.assumeRolePolicy ?? "{}"));
    return [asRecord(document).Statement ?? []].flat().flatMap((statement) => {
        const principal = asRecord(asRecord(statement).Principal);
        return [principal.Service ?? []].flat().map(String);
    });
}
