import type { Output } from "@pulumi/pulumi";
import { bucketName } from "../../platform/bucket-name.ts";
import { bucketReplication } from "../../platform/bucket-replication.ts";
import { dataBucket } from "../../platform/data-bucket.ts";
import { type AwsResources, dataFacts, type EksCluster } from "../../platform/eks-cluster.ts";
import { PrivateBucket } from "../../platform/private-bucket.ts";

/** Days that a snapshot that is past its time, or was overwritten, can still be brought back; as long as backups can. */
const recoverableDays = 30;

/** Where snapshots are kept, and where their copy is. */
interface SnapshotStoreArgs {
    /** Days after which a snapshot goes. */
    retentionDays: number;
    allowDeletion: boolean;
    /** Second region, and a key of it. Default: there is no copy. */
    replica?: { region: string; keyArn: Output<string> };
}

/** A bucket of their own: Velero refuses folders in its bucket that it does not know. */
export function snapshotStore(
    eks: EksCluster & AwsResources,
    { retentionDays: expireAfterDays, allowDeletion, replica }: SnapshotStoreArgs,
): { bucketName: Output<string>; bucketArn: Output<string> } {
    const common = { expireAfterDays, recoverableDays, allowDeletion };
    const bucket = dataBucket(eks, "vault", common);
    if (replica) {
        const { region, keyArn } = replica;
        const { keyArn: sourceKeyArn, region: sourceRegion, ...owner } = dataFacts(eks);
        const provider = eks.awsIn(region);
        const copy = new PrivateBucket(
            `${eks.name}-vault-replica`,
            { bucketName: bucketName("vault-r", { ...owner, region }), keyArn, ...common },
            { parent: eks.own.parent, providers: [provider] },
        );
        bucketReplication(
            `${eks.name}-vault-replication`,
            {
                source: { ...bucket, region: sourceRegion, keyArn: sourceKeyArn },
                destination: { region, bucketArn: copy.bucketArn, keyArn },
            },
            { ...eks.own, after: [] },
        );
    }
    return bucket;
}
