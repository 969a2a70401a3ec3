import { json, matching, oneOf } from "../../checks.ts";
import { asList, asRecord, isUnknown, type Values } from "../../values.ts";
import { arn, type Kinds } from "../kind.ts";
import { accessPolicies, addonVersions, kubernetesVersions } from "../lookups.ts";
import type { World } from "../world.ts";
import { trustedServices } from "./iam.ts";

/** What EKS runs in a cluster, and who and what it lets in and out. */
export const eksAddons: Kinds = {
    "eks.Addon": {
        id: "{clusterName}:{addonName}",
        arn: "eks:{region}:{account}:addon/{clusterName}/{addonName}/{uuid}",
        immutable: ["addonName", "clusterName"],
        checks: {
            addonName: oneOf(...Object.keys(addonVersions)),
            configurationValues: json,
            resolveConflictsOnCreate: oneOf("NONE", "OVERWRITE"),
            resolveConflictsOnUpdate: oneOf("NONE", "OVERWRITE", "PRESERVE"),
            serviceAccountRoleArn: arn,
            "podIdentityAssociations[].roleArn": arn,
        },
        refersTo: {
            clusterName: "eks.Cluster",
            serviceAccountRoleArn: "iam.Role",
            "podIdentityAssociations[].roleArn": "iam.Role",
        },
        records: ["addonName", "addonVersion"],
        refuses: ({ clusterName, addonName, addonVersion, podIdentityAssociations }, world) => {
            const version = world.find("eks.Cluster", String(clusterName))?.version;
            const known = addonVersionsFor(String(addonName), String(version));
            if (addonVersion !== undefined && !isUnknown(addonVersion) && !known.includes(String(addonVersion)))
                return `addonVersion must be one of ${known.join(", ")} for ${addonName} on Kubernetes ${version}, not "${addonVersion}"`;
            const roles = asList(podIdentityAssociations).map((association) => asRecord(association).roleArn);
            return roles.map((role) => podIdentityFault(role, world)).find((fault) => fault !== undefined);
        },
        outputs: ({ addonName, addonVersion }) => ({
            addonVersion: addonVersion ?? addonVersionsFor(String(addonName), kubernetesVersions.at(-2) ?? "").at(-1),
        }),
    },
    "eks.AccessEntry": {
        id: "{clusterName}:{principalArn}",
        immutable: ["clusterName", "principalArn", "type"],
        checks: {
            principalArn: arn,
            type: oneOf("STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2", "HYBRID_LINUX"),
            "kubernetesGroups[]": matching(
                /^(?!system:|eks:|aws:|amazon:|iam:).{1,128}$/,
                "a group that does not start with system:, eks:, aws:, amazon: or iam:",
            ),
        },
        refersTo: { clusterName: "eks.Cluster" },
        refuses: accessEntryFault,
        outputs: ({ region, account, clusterName, uuid, principalArn }) => ({
            accessEntryArn: `arn:aws:eks:${region}:${account}:access-entry/${clusterName}/${uuid}`,
            userName: principalArn,
            createdAt: "2026-01-01T00:00:00Z",
        }),
    },
    "eks.AccessPolicyAssociation": {
        id: "{clusterName}#{principalArn}#{policyArn}",
        immutable: ["clusterName", "principalArn", "policyArn", "accessScope"],
        checks: {
            principalArn: arn,
            policyArn: matching(
                new RegExp(`^arn:aws[\\w-]*:eks::aws:cluster-access-policy/(${accessPolicies.join("|")})$`),
                `arn:aws:eks::aws:cluster-access-policy/ and one of ${accessPolicies.join(", ")}`,
            ),
            "accessScope.type": oneOf("cluster", "namespace"),
        },
        refersTo: { clusterName: "eks.Cluster" },
        refuses: ({ clusterName, principalArn }, world) =>
            world.find("eks.AccessEntry", `${clusterName}:${principalArn}`)
                ? undefined
                : `principalArn: ${principalArn} has no access entry on ${clusterName} yet`,
    },
    "eks.PodIdentityAssociation": {
        id: "a-{hash}",
        unique: "{clusterName} {namespace} {serviceAccount}",
        immutable: ["clusterName", "namespace", "serviceAccount"],
        checks: { roleArn: arn, targetRoleArn: arn },
        refersTo: { clusterName: "eks.Cluster", roleArn: "iam.Role" },
        refuses: ({ roleArn }, world) => podIdentityFault(roleArn, world),
        outputs: ({ id, region, account, clusterName }) => ({
            associationId: id,
            associationArn: `arn:aws:eks:${region}:${account}:podidentityassociation/${clusterName}/${id}`,
        }),
    },
};

/** Versions of an add-on for a Kubernetes minor version, newest first. */
const addonVersionsFor = (addon: string, kubernetes: string): string[] =>
    addonVersions[addon]?.["*"] ?? addonVersions[addon]?.[kubernetes] ?? [];

function accessEntryFault({ clusterName }: Values, world: World): string | undefined {
    const cluster = world.find("eks.Cluster", String(clusterName));
    return (asRecord(cluster?.accessConfig).authenticationMode ?? "CONFIG_MAP") === "CONFIG_MAP"
        ? `clusterName: ${clusterName} has authentication mode CONFIG_MAP, which knows no access entries`
        : undefined;
}

function podIdentityFault(roleArn: unknown, world: World): string | undefined {
    const role = world.find("iam.Role", String(roleArn));
    return role && !trustedServices(role).includes("pods.eks.amazonaws.com")
        ? `roleArn: the trust policy of ${roleArn} does not let pods.eks.amazonaws.com in`
        : undefined;
}
