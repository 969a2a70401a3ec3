import * as aws from "../configuration/aws-fields.ts";
import * as f from "../configuration/fields.ts";

/**
 * Copies in an account that nobody of the cluster's account is let into: what `examples/backup-account` has made there.
 * Their region and account are those of the key.
 */
export interface OtherAccountArgs {
    /** ARN of the KMS key there that encrypts the copies. */
    keyArn: string;
    /** Name of the bucket there for Velero's backups. */
    bucket: string;
    /** Name of the bucket there for dumps of databases. Default: none, where there are no dumps. */
    dumpsBucket?: string;
    /**
     * ARN of the vault there for AWS Backup, with `awsBackup`. That account may then use the key of the cluster's data, for
     * snapshots are copied by it. Default: none.
     */
    vaultArn?: string;
}

export const otherAccount = f.object({
    keyArn: aws.givenKeyArn,
    bucket: aws.bucketName,
    dumpsBucket: aws.bucketName.optional(),
    vaultArn: aws.vaultArn.optional(),
});
