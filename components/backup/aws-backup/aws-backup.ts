import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EksPlatform, Part } from "../../part.ts";
import { backupVaultName } from "../../platform/backup-vault.ts";
import { dataFacts } from "../../platform/eks-cluster.ts";
import { partition } from "../../platform/partition.ts";
import { regionOf } from "../../platform/role-arn.ts";
import type { Settings } from "../../settings.ts";
import { LockMode } from "../lock.ts";
import { keptDays, tiers } from "../tiers.ts";
import { backupRole } from "./backup-role.ts";
import { BackupVault } from "./backup-vault.ts";
import { planRules } from "./plan-rules.ts";

/**
 * AWS Backup, beside Velero: another program, another copy, in vaults that nothing of the cluster reaches. That a job
 * failed is told by `observability/cloud-alarms.ts`.
 */
export const awsBackup: Part = {
    name: "aws-backup",
    onlyOnEks: "AWS Backup knows clusters of EKS, and volumes of AWS",
    addon: (settings, { eks }) => {
        new AwsBackup(eks.name, { settings, eks }, eks.own);
        return undefined;
    },
};

interface AwsBackupArgs {
    settings: Pick<Settings, "backup" | "allowDeletion">;
    eks: EksPlatform["eks"];
}

class AwsBackup extends pulumi.ComponentResource {
    constructor(name: string, { settings, eks }: AwsBackupArgs, opts: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:AwsBackup", name, {}, opts);
        const { allowDeletion, backup } = settings;
        const { replicaRegion, otherAccount, monthlyRetentionYears, pausedTiers, lock } = backup;
        const { clusterArn, profile, accountId } = eks;
        const { clusterName, region } = dataFacts(eks);
        const parent = { parent: this };
        const common = {
            ...{ clusterName, accountId, lockMode: lock.mode, allowDeletion },
            leastDays: Math.min(...Object.values(tiers(monthlyRetentionYears)).map(keptDays)),
        };

        const vault = new BackupVault(
            name,
            { ...common, region, vaultName: backupVaultName(clusterName), keyRole: "backup-vault" },
            parent,
        );
        const copy = replicaRegion
            ? new BackupVault(
                  `${name}-copies`,
                  {
                      ...{ ...common, region: replicaRegion },
                      ...{ vaultName: `${clusterName}-backup-copies`, keyRole: "backup-copies" },
                  },
                  { ...parent, providers: [eks.awsIn(replicaRegion)] },
              )
            : undefined;
        const otherVault = otherAccount?.vaultArn;
        const role = backupRole(
            `${name}-aws-backup`,
            {
                ...{ region, accountId, clusterArn, clusterName: profile.clusterName },
                copyRegions: [
                    ...new Set([
                        ...(replicaRegion ? [replicaRegion] : []),
                        ...(otherVault ? [regionOf(otherVault)] : []),
                    ]),
                ],
                vaultArns: [vault.vaultArn, ...(copy ? [copy.vaultArn] : []), ...(otherVault ? [otherVault] : [])],
            },
            // Whoever made a backup also lets it expire.
            { ...parent, retainOnDelete: lock.mode === LockMode.compliance },
        );
        const plan = new aws.backup.Plan(
            `${name}-plan`,
            {
                name: clusterName,
                rules: planRules(monthlyRetentionYears, pausedTiers, {
                    name: vault.vaultName,
                    copyArns: [...(copy ? [copy.vaultArn] : []), ...(otherVault ? [otherVault] : [])],
                }),
            },
            parent,
        );
        // Both name the types of what is backed up: what the account has opted in to does not count then
        // (https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html).
        new aws.backup.Selection(
            `${name}-cluster`,
            { name: "cluster", planId: plan.id, iamRoleArn: role, resources: [clusterArn] },
            parent,
        );
        new aws.backup.Selection(
            `${name}-tagged`,
            {
                ...{ name: "tagged", planId: plan.id, iamRoleArn: role },
                resources: ["ec2:*:*:volume/*", "elasticfilesystem:*:*:file-system/*"].map(
                    (each) => `arn:${partition(region)}:${each}`,
                ),
                conditions: [{ stringEquals: [{ key: "aws:ResourceTag/backup", value: clusterName }] }],
            },
            parent,
        );
        this.registerOutputs({});
    }
}
