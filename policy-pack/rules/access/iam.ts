import { z } from "zod";
import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { all, must, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { attachedBy, attachmentsOf, attachmentTypes, inlineOf, managedOf, roleType } from "../../reading/iam.ts";
import { launchTemplatesOf } from "../../reading/launch-templates.ts";
import { nodeClasses, nodeGroups, ownGroups, resourcesOf } from "../../reading/subjects.ts";

interface Statement {
    Effect?: string;
    Action?: string | string[];
    NotAction?: string | string[];
    Resource?: string | string[];
}

const list = <T>(value: T | T[] | undefined): T[] =>
    value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Statements of a policy, as text or as a map, that give rights. */
const allowingStatements = (policy: unknown): Statement[] => {
    const document = (typeof policy === "string" ? JSON.parse(policy) : policy) as
        | { Statement?: Statement | Statement[] }
        | undefined;
    return list(document?.Statement).filter(({ Effect }) => Effect === "Allow");
};

const administrator = /:policy\/AdministratorAccess$/;

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
        "aws:iam/role:Role",
        ...attachmentTypes,
    ),
    applies: ({ type, props }) =>
        type !== "aws:iam/role:Role" || isSet(props.managedPolicyArns) || isSet(props.inlinePolicies),
    judge: (subject, { inventory }) => {
        const { policy, inlinePolicies = [] } = subject.props;
        const attached = [...attachedBy(subject), ...managedOf(subject)];
        // A policy of the stack is judged by itself.
        const isOwn = inventory.sources(subject, "policyArn", "aws:iam/policy:Policy").length > 0;
        if (isOwn) return pass();
        return all([
            ...attached.map((arn) => must(() => !administrator.test(arn()), "AdministratorAccess is attached")),
            ...(inlinePolicies as { policy?: unknown }[]).map((each) => () => narrow(each.policy)),
            () => narrow(policy),
        ]);
    },
});

/** Whether a document names what it allows. */
function narrow(policy: unknown): Verdict {
    return all(
        allowingStatements(policy)
            .filter(({ Resource }) => list(Resource).includes("*"))
            .flatMap(({ Action, NotAction }) => [
                must(
                    () => !list(Action).some((action) => /^\*+(:\*)?$/.test(action)),
                    "a statement allows every action on every resource",
                ),
                must(() => NotAction === undefined, "a statement allows every action but a few on every resource"),
            ]),
    );
}

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
    subjects: (inventory) => [
        ...nodeGroups(inventory),
        ...[...ownGroups(inventory), ...nodeClasses(inventory)].filter((each) => nodeRole(inventory, each)),
    ],
    judge: (machine, { inventory, settings }) => {
        const role = nodeRole(inventory, machine);
        if (!role) return undecided("the role of its nodes is not in this stack");
        const message = "the role of the nodes, which every pod could use, holds another policy";
        const isAllowed = (arn: string) => settings.allowed.includes(arn.replace(/^.*\//, ""));
        return all([
            ...managedOf(role).map((arn) => must(() => isAllowed(arn()), message, role.urn)),
            ...attachmentsOf(inventory, role).flatMap((attachment) =>
                attachedBy(attachment).map((arn) => must(() => isAllowed(arn()), message, attachment.urn)),
            ),
            must(
                () =>
                    inlineOf(inventory, role).every(({ props }) => isForPulls(props.policy)) &&
                    !isSet(role.props.inlinePolicies),
                "the role of the nodes holds a policy of its own",
                role.urn,
            ),
        ]);
    },
});

/** The role of the machines of a group, or of what Karpenter makes. */
function nodeRole(inventory: Inventory, machine: Resource): Resource | undefined {
    const own = inventory.sources(machine, machine.type.endsWith(":EC2NodeClass") ? "spec" : "nodeRoleArn", roleType);
    if (own.length > 0) return own[0];
    const profiles = launchTemplatesOf(inventory, machine).flatMap((template) =>
        inventory.sources(template, "iamInstanceProfile", "aws:iam/instanceProfile:InstanceProfile"),
    );
    return profiles.flatMap((profile) => inventory.sources(profile, "role", roleType))[0];
}

/**
 * What a pull through a relay needs beside (https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html).
 */
const pulls = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository", "ecr:TagResource"];

/** A policy that lets ECR fetch images, into repositories that are named by their beginning at least. */
const isForPulls = (policy: unknown): boolean =>
    allowingStatements(policy).every(
        ({ Action, NotAction, Resource }) =>
            NotAction === undefined &&
            list(Action).every((action) => pulls.includes(action)) &&
            list(Resource).every((resource) => /:repository\/[^*]+/.test(resource)),
    );
