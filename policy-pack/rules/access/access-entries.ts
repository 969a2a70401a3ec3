import { z } from "zod";
import { isSet } from "../../inventory/zero-values.ts";
import { glob } from "../../judgement/glob.ts";
import { rule } from "../../judgement/rule.ts";
import { all, any, fail, must, notApplicable, pass } from "../../judgement/verdict.ts";
import { clusters, resourcesOf } from "../../reading/subjects.ts";

const practices = "https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html";
const entryType = "aws:eks/accessEntry:AccessEntry";

export const accessEntryRoleNotUser = rule({
    id: "access-entry-role-not-user",
    title: "Access entries are for roles, not for IAM users",
    level: "mandatory",
    severity: "high",
    mend: "Give the access entry the ARN of a role that people assume, as IAM Identity Center makes them",
    url: practices,
    subjects: resourcesOf(entryType),
    judge: (entry, { inventory }) => {
        const made = inventory.sources(entry, "principalArn");
        if (made.some(({ type }) => type === "aws:iam/role:Role")) return pass();
        const role = /^arn:[^:]+:(iam|sts)::\d+:(role|assumed-role)\//.test(entry.props.principalArn);
        return role ? pass() : fail("the access entry is for an IAM user or an account's root");
    },
});

export const accessPolicyAdminLimited = rule({
    id: "access-policy-admin-limited",
    title: "Only named roles administer the cluster",
    level: "mandatory",
    severity: "high",
    mend: "Use AmazonEKSAdminPolicy or AmazonEKSEditPolicy in a namespace, or name the role in the setting administrators",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html",
    settings: z.object({
        administrators: z
            .array(z.string())
            .default(["arn:aws*:iam::*:role/aws-reserved/sso.amazonaws.com/*"])
            .describe("ARNs of roles that may administer the cluster; `*` stands for any characters"),
    }),
    subjects: resourcesOf("aws:eks/accessPolicyAssociation:AccessPolicyAssociation"),
    judge: ({ props }, { settings }) => {
        if (!props.policyArn.endsWith("/AmazonEKSClusterAdminPolicy")) return notApplicable("no cluster administrator");
        const named = settings.administrators.some((pattern) => glob(pattern, props.principalArn));
        return named ? pass() : fail("a role that is not named as administrator administers the cluster");
    },
});

export const ssoIntegrationPresent = rule({
    id: "sso-integration-present",
    title: "People sign in through an identity provider",
    level: "advisory",
    severity: "medium",
    mend: "Make access entries for the roles of IAM Identity Center, or an identityProviderConfig for your OIDC provider",
    url: practices,
    subjects: clusters,
    judge: (_, { inventory }) => {
        if (inventory.of("aws:eks/identityProviderConfig:IdentityProviderConfig").length > 0) return pass();
        return any(
            inventory
                .of(entryType)
                .map(({ props }) =>
                    must(
                        () => /aws-reserved\/sso\.amazonaws\.com|AWSReservedSSO_/.test(props.principalArn),
                        "no access entry is for a role of IAM Identity Center",
                    ),
                ),
            () => fail("no identity provider is connected"),
        );
    },
});

export const accessEntryGroups = rule({
    id: "access-entry-groups",
    title: "Access entries lead to groups or access policies, under the principal's own name",
    level: "advisory",
    severity: "low",
    mend: "Set kubernetesGroups or associate an access policy, and leave userName out",
    url: practices,
    subjects: resourcesOf(entryType),
    applies: ({ props }) => (props.type ?? "STANDARD") === "STANDARD",
    judge: (entry, { inventory }) => {
        const { principalArn, kubernetesGroups = [], userName } = entry.props;
        const policies = inventory
            .of("aws:eks/accessPolicyAssociation:AccessPolicyAssociation")
            .filter(({ props }) => props.principalArn === principalArn);
        return all([
            must(() => !isSet(userName), "the audit log shows another name than the principal's"),
            must(
                () => kubernetesGroups.length + policies.length > 0,
                "the access entry grants nothing by group or policy",
            ),
        ]);
    },
});

export const awsAuthNoMapUsers = rule({
    id: "aws-auth-no-map-users",
    title: "The aws-auth ConfigMap maps no IAM user and no administrator",
    level: "mandatory",
    severity: "high",
    mend: "Use access entries instead of mapUsers and system:masters",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/migrating-access-entries.html",
    subjects: (inventory) => inventory.objects("ConfigMap", "core"),
    applies: ({ props }) => props.metadata?.name === "aws-auth",
    judge: ({ props: { data = {} } }) =>
        all([
            must(() => !/userarn/.test(String(data.mapUsers ?? "")), "aws-auth maps IAM users"),
            ...["mapRoles", "mapUsers"].map((key) =>
                must(
                    () => !/system:masters/.test(String(data[key] ?? "")),
                    "aws-auth makes somebody an administrator whom RBAC cannot take back",
                ),
            ),
        ]),
});
