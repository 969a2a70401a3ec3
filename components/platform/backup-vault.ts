import { type Input, interpolate, type Output } from "@pulumi/pulumi";
import { partition } from "./partition.ts";

interface VaultOwner {
    clusterName: string;
    region: string;
    accountId: Input<string>;
}

/** Name of the vault of AWS Backup in the cluster's own region. */
export const backupVaultName = (clusterName: string): string => `${clusterName}-backups`;

/** Its ARN, composed: who hears of its jobs is there before it. */
export const backupVaultArn = ({ clusterName, region, accountId }: VaultOwner): Output<string> =>
    interpolate`arn:${partition(region)}:backup:${region}:${accountId}:backup-vault:${backupVaultName(clusterName)}`;
