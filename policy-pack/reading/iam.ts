import type { Inventory } from "../inventory/inventory.ts";
import type { Resource } from "../inventory/resource.ts";
import { isHidden } from "../inventory/unknown.ts";

export const roleType = "aws:iam/role:Role";

/** What attaches managed policies, by the property that names whom; each holds `policyArn` or `policyArns`. */
const attachments: Readonly<Record<string, string>> = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "user",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "group",
    "aws:iam/policyAttachment:PolicyAttachment": "roles",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "roleName",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "userName",
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "groupName",
};

/** Policies that are a role's own. */
const inline: Readonly<Record<string, string>> = {
    "aws:iam/rolePolicy:RolePolicy": "role",
    "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": "roleName",
};

export const attachmentTypes = Object.keys(attachments);

/** ARN of a policy; reading it throws where it is not known yet. */
type Arn = () => string;

/** Policies that an attachment attaches, each by itself: what is unknown of one hides no other. */
export function attachedBy({ type, props }: Resource): Arn[] {
    if (!(type in attachments)) return [];
    return "policyArns" in props ? each(props, "policyArns") : [() => String(props.policyArn)];
}

/** Policies that a role itself attaches. */
export const managedOf = ({ props }: Resource): Arn[] => each(props, "managedPolicyArns");

function each(props: Resource["props"], key: string): Arn[] {
    if (isHidden(props, key)) return [() => String(props[key])];
    const list: string[] = props[key] ?? [];
    return Object.keys(list).map((index) => () => String(list[Number(index)]));
}

/** What attaches policies to a role. */
export const attachmentsOf = (inventory: Inventory, role: Resource): readonly Resource[] =>
    Object.entries(attachments).flatMap(([type, property]) => inventory.users(role, property, type));

/** What gives a role policies of its own. */
export const inlineOf = (inventory: Inventory, role: Resource): readonly Resource[] =>
    Object.entries(inline).flatMap(([type, property]) => inventory.users(role, property, type));
