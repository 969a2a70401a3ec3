import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { dependingOn } from "../../platform/depending-on.ts";
import { kmsKey } from "../../platform/kms-key.ts";
import { LockMode } from "../lock.ts";

export interface BackupVaultArgs {
    clusterName: string;
    region: string;
    accountId: pulumi.Input<string>;
    vaultName: string;
    /** Name of its key, behind that of the cluster. */
    keyRole: string;
    lockMode: LockMode;
    /** Shortest time that a backup is kept. */
    leastDays: number;
    /** Weakness: lets the vault be removed with all that is in it. */
    allowDeletion: boolean;
}

/** Days until a lock for good cannot be taken back any more: the fewest that AWS Backup takes. */
const changeableForDays = 3;

/**
 * A vault with a key of its own, whose backups nobody deletes before their time, nor shortens it. A lock for good
 * outlives the stack, with the vault and the key.
 */
export class BackupVault extends pulumi.ComponentResource {
    /** Known once the lock is on. */
    readonly vaultName: pulumi.Output<string>;
    readonly vaultArn: pulumi.Output<string>;

    constructor(name: string, args: BackupVaultArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:BackupVault", name, {}, opts);
        const { vaultName, keyRole, lockMode, leastDays, allowDeletion } = args;
        const isForGood = lockMode === LockMode.compliance;
        const kept = { parent: this, retainOnDelete: isForGood };

        const key = kmsKey(`${name}-key`, keyRole, args, [], kept);
        const vault = new aws.backup.Vault(
            `${name}-vault`,
            { name: vaultName, kmsKeyArn: key, forceDestroy: allowDeletion },
            { ...kept, protect: !allowDeletion },
        );
        const lock = new aws.backup.VaultLockConfiguration(
            `${name}-lock`,
            {
                backupVaultName: vault.name,
                minRetentionDays: leastDays,
                ...(isForGood ? { changeableForDays } : {}),
            },
            kept,
        );

        this.vaultName = dependingOn(vault.name, [lock]);
        this.vaultArn = dependingOn(vault.arn, [lock]);
        this.registerOutputs({ vaultName: this.vaultName, vaultArn: this.vaultArn });
    }
}
