import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../../platform/addon.ts";
import { dependingOn } from "../../platform/depending-on.ts";
import { partition, serviceHost } from "../../platform/partition.ts";

export interface BackupRoleArgs {
    region: string;
    accountId: pulumi.Input<string>;
    /** Name of the EKS cluster, and its ARN. */
    clusterName: string;
    clusterArn: pulumi.Input<string>;
    /** Regions that volumes are copied to. */
    copyRegions: string[];
    /** Vaults that it writes to. */
    vaultArns: pulumi.Input<string>[];
}

/**
 * ARN of the role that AWS Backup makes, copies and expires backups with. It names no account or plan to the role, so the
 * trust has no condition (https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-service-confused-deputy-prevention.html).
 */
export function backupRole(
    name: string,
    args: BackupRoleArgs,
    opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
    const role = new aws.iam.Role(
        name,
        { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "backup.amazonaws.com" }) },
        opts,
    );
    const policy = new aws.iam.RolePolicy(
        name,
        { role: role.id, policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements(args) }) },
        opts,
    );
    return dependingOn(role.arn, [policy]);
}

/**
 * What AWS's own AWSBackupServiceRolePolicyForBackup (v29) has for clusters of EKS, volumes of EBS and file systems of
 * EFS, and for this cluster and these vaults alone: with that policy, AWS Backup may let itself into every cluster of
 * the account (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html).
 */
function statements({
    region,
    accountId,
    clusterName,
    clusterArn,
    copyRegions,
    vaultArns,
}: BackupRoleArgs): Statement[] {
    const id = partition(region);
    const ofCluster = (kind: string) =>
        pulumi.interpolate`arn:${id}:eks:${region}:${accountId}:${kind}/${clusterName}/*`;
    const snapshots = `arn:${id}:ec2:*::snapshot/*`;
    const keys = pulumi.interpolate`arn:${id}:kms:*:${accountId}:key/*`;
    return [
        allow(
            "Look",
            [
                "backup:CopyFromBackupVault",
                "ec2:DescribeLaunchTemplateVersions",
                "ec2:DescribeSnapshots",
                "ec2:DescribeTags",
                "ec2:DescribeVolumes",
                "eks:ListClusters",
                "tag:GetResources",
            ],
            "*",
        ),
        allow(
            "ReadCluster",
            [
                "eks:DescribeAccessEntry",
                "eks:DescribeAddon",
                "eks:DescribeCluster",
                "eks:DescribeFargateProfile",
                "eks:DescribeNodegroup",
                "eks:DescribePodIdentityAssociation",
                "eks:ListAccessEntries",
                "eks:ListAddons",
                "eks:ListAssociatedAccessPolicies",
                "eks:ListFargateProfiles",
                "eks:ListNodegroups",
                "eks:ListPodIdentityAssociations",
                "eks:ListTagsForResource",
            ],
            [clusterArn, ofCluster("*")],
        ),
        allow("EnterCluster", ["eks:CreateAccessEntry"], clusterArn),
        allow("ReadObjects", ["eks:AssociateAccessPolicy", "eks:DisassociateAccessPolicy"], ofCluster("access-entry"), {
            StringEquals: {
                "eks:policyArn": `arn:${id}:eks::aws:cluster-access-policy/AWSBackupFullAccessPolicyForBackup`,
                "eks:accessScope": "cluster",
            },
        }),
        allow(
            "SnapshotVolumes",
            ["ec2:CopySnapshot", "ec2:CreateSnapshot", "ec2:CreateTags", "ec2:DeleteSnapshot"],
            [pulumi.interpolate`arn:${id}:ec2:${region}:${accountId}:volume/*`, snapshots],
        ),
        allow(
            "BackUpFileSystems",
            ["elasticfilesystem:Backup", "elasticfilesystem:DescribeTags"],
            pulumi.interpolate`arn:${id}:elasticfilesystem:${region}:${accountId}:file-system/*`,
        ),
        allow("UseVaults", ["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"], vaultArns),
        allow(
            "TagBackups",
            ["backup:TagResource"],
            pulumi.interpolate`arn:${id}:backup:*:${accountId}:recovery-point:*`,
        ),
        allow("SeeKeys", ["kms:DescribeKey"], keys),
        allow("LendKeys", ["kms:CreateGrant"], keys, { Bool: { "kms:GrantIsForAWSResource": "true" } }),
        allow(
            "EncryptSnapshots",
            ["kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
            keys,
            {
                "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": "aws:ebs:id" },
                StringEquals: { "kms:ViaService": [region, ...copyRegions].map((each) => serviceHost("ec2", each)) },
            },
        ),
    ];
}

const allow = (
    Sid: string,
    Action: string[],
    Resource: Statement["Resource"],
    Condition?: Statement["Condition"],
): Statement => ({ Sid, Effect: "Allow", Action, Resource, ...(Condition ? { Condition } : {}) });
