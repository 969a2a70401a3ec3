import * as f from "../configuration/fields.ts";

/** How firmly what is locked is locked. */
export const LockMode = { governance: "governance", compliance: "compliance" } as const;
export type LockMode = (typeof LockMode)[keyof typeof LockMode];

/** What nobody deletes before its time. */
export interface LockArgs {
    /**
     * `governance`: whoever has the right to (`s3:BypassGovernanceRetention`,
     * `backup:DeleteBackupVaultLockConfiguration`) can still take the lock off. `compliance`: nobody can, no
     * administrator, not the root user, not AWS; every backup stays, and is paid for, until its time is over: the
     * monthly ones `monthlyRetentionYears`. `allowDeletion` does not change that: bucket, vaults and their keys are left
     * behind. The lock of a vault can be taken back for three days, that of an object never. Default `governance`.
     */
    mode?: LockMode;
    /**
     * Days that an object of the replica cannot be deleted or overwritten after it was written, 1 to 3650. Default 30,
     * as long as deleted ones are kept.
     */
    replicaDays?: number;
}

export const lock = f.object({
    mode: f.oneOf(LockMode).default(LockMode.governance),
    replicaDays: f.integer(1, 3650).default(30),
});
