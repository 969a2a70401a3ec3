import type { ReplicationDestination } from "../platform/bucket-replication.ts";
import { accountOf, partitionOf, regionOf } from "../platform/role-arn.ts";
import type { Settings } from "../settings.ts";

type OtherAccount = NonNullable<Settings["backup"]["otherAccount"]>;

/** A bucket there: the key tells where that is. */
export const thereIn = ({ keyArn }: OtherAccount, bucket: string): ReplicationDestination => ({
    keyArn,
    accountId: accountOf(keyArn),
    region: regionOf(keyArn),
    bucketArn: `arn:${partitionOf(keyArn)}:s3:::${bucket}`,
});
