import type { Output } from "@pulumi/pulumi";
import type { EksPlatform } from "../../part.ts";
import { dataBucket } from "../../platform/data-bucket.ts";
import { dataFacts } from "../../platform/eks-cluster.ts";
import type { Settings } from "../../settings.ts";
import { BackupReplica } from "../backup-replica.ts";
import { thereIn } from "../other-account.ts";
import { BackupTier, keptDays, tiers } from "../tiers.ts";

/** Days that a dump that is past its time, or was overwritten, can still be brought back; as long as backups can. */
const recoverableDays = 30;

/** Beginning of the names of a tier's dumps, by which the bucket knows how long to keep them. */
export const folderOf = (tier: BackupTier): string => `${tier}/`;

/**
 * Where the dumps are kept, and with a second region their locked copy. Not beside Velero's backups: Velero refuses a
 * bucket with folders that it does not know, and lets nothing in it go by its age.
 */
export function dumpStore(
    { backup, allowDeletion }: Pick<Settings, "backup" | "allowDeletion">,
    eks: EksPlatform["eks"],
): { bucketName: Output<string>; bucketArn: Output<string> } {
    const { keyArn, ...owner } = dataFacts(eks);
    const each = tiers(backup.monthlyRetentionYears);
    const common = {
        ...{ allowDeletion, recoverableDays },
        expireByPrefix: Object.fromEntries(
            Object.values(BackupTier).map((tier) => [folderOf(tier), keptDays(each[tier])]),
        ),
    };
    const bucket = dataBucket(eks, "dumps", common);
    const { replicaRegion: region, otherAccount, lock } = backup;
    if (region) {
        new BackupReplica(
            `${eks.name}-dumps-replica`,
            {
                ...{ ...common, ...owner, region, lock, provider: eks.awsIn(region) },
                ...{ purpose: "dumps-r", keyRole: "dumps-replica" },
                source: { ...bucket, region: owner.region, keyArn },
                alsoTo: otherAccount?.dumpsBucket ? thereIn(otherAccount, otherAccount.dumpsBucket) : undefined,
            },
            eks.own,
        );
    }
    return bucket;
}
