import { z } from "zod";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass, undecided } from "../../judgement/verdict.ts";
import { nodeGroups, resourcesOf } from "../../reading/subjects.ts";

interface Statement {
    Effect?: string;
    Action?: string | string[];
    NotAction?: string | string[];
    Resource?: string | string[];
}

const list = <T>(value: T | T[] | undefined): T[] =>
    value === undefined ? [] : Array.isArray(value) ? value : [value];

const attachments = [
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
];

export const iamNoStarPolicies = rule({
    id: "iam-no-star-policies",
    title: "No IAM policy allows everything",
    level: "mandatory",
    severity: "critical",
    mend: "Name the actions and the resources that are needed",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    subjects: resourcesOf(
        "aws:iam/policy:Policy",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/groupPolicy:GroupPolicy",
        ...attachments,
    ),
    judge: (subject, { inventory }) => {
        const { type, props } = subject;
        if (attachments.includes(type)) {
            // A policy of the stack is judged by itself.
            if (inventory.sources(subject, "policyArn", "aws:iam/policy:Policy").length > 0) return pass();
            return /:policy\/AdministratorAccess$/.test(props.policyArn)
                ? fail("AdministratorAccess is attached")
                : pass();
        }
        const document = typeof props.policy === "string" ? JSON.parse(props.policy) : props.policy;
        const allowing = list<Statement>(document?.Statement).filter(({ Effect }) => Effect === "Allow");
        return all(
            allowing
                .filter(({ Resource }) => list(Resource).includes("*"))
                .flatMap(({ Action, NotAction }) => [
                    must(
                        () => !list(Action).some((action) => /^\*+(:\*)?$/.test(action)),
                        "a statement allows every action on every resource",
                    ),
                    must(() => NotAction === undefined, "a statement allows every action but a few on every resource"),
                ]),
        );
    },
});

export const iamNodeRoleMinimal = rule({
    id: "iam-node-role-minimal",
    title: "The role of nodes can do no more than join and pull images",
    level: "mandatory",
    severity: "high",
    mend: "Detach the policy, and give its rights to a service account by Pod Identity",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html",
    settings: z.object({
        allowed: z
            .array(z.string())
            .default([
                "AmazonEKSWorkerNodeMinimalPolicy",
                "AmazonEKSWorkerNodePolicy",
                "AmazonEC2ContainerRegistryPullOnly",
                "AmazonEC2ContainerRegistryReadOnly",
                "AmazonSSMManagedInstanceCore",
            ])
            .describe("Names of the policies that the role may hold"),
    }),
    subjects: nodeGroups,
    judge: (group, { inventory, settings }) => {
        const [role] = inventory.sources(group, "nodeRoleArn", "aws:iam/role:Role");
        if (!role) return undecided("the role of its nodes is not in this stack");
        const attached = inventory.users(role, "role", "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
        const inline = inventory.users(role, "role", "aws:iam/rolePolicy:RolePolicy");
        return all([
            ...attached.map(({ urn, props }) =>
                must(
                    () => settings.allowed.includes(props.policyArn.split("/").at(-1)),
                    "the role of the nodes, which every pod could use, holds another policy",
                    urn,
                ),
            ),
            must(
                () => inline.length === 0 && !role.props.inlinePolicies,
                "the role of the nodes holds a policy of its own",
                role.urn,
            ),
        ]);
    },
});
