import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { serviceHost } from "./partition.ts";

/** A versioned bucket, and the key that encrypts it. */
interface End {
    region: string;
    bucketArn: pulumi.Input<string>;
    keyArn: pulumi.Input<string>;
}

export interface ReplicationSource extends End {
    bucketName: pulumi.Input<string>;
}

export interface ReplicationDestination extends End {
    /** Account that the bucket, and every copy in it, belongs to. Default: the one of the source. */
    accountId?: string;
}

export interface BucketReplicationArgs {
    source: ReplicationSource;
    destination: ReplicationDestination;
    /** A second copy. Default: none. */
    alsoTo?: ReplicationDestination;
}

/** From now on S3 copies every object of a bucket into another one, under the key of that; or into two. */
export function bucketReplication(
    name: string,
    { source, destination, alsoTo }: BucketReplicationArgs,
    { after, ...opts }: pulumi.CustomResourceOptions & { after: pulumi.Resource[] },
): void {
    const role = new aws.iam.Role(
        name,
        { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "s3.amazonaws.com" }) },
        opts,
    );
    const destinations = alsoTo ? [destination, alsoTo] : [destination];
    const policy = new aws.iam.RolePolicy(name, { role: role.id, policy: replicate(source, destinations) }, opts);
    new aws.s3.BucketReplicationConfig(
        name,
        {
            bucket: source.bucketName,
            role: role.arn,
            rules: destinations.map((to, priority) => ({
                id: priority === 0 ? "all" : "also",
                priority,
                status: "Enabled",
                filter: {},
                // What is deleted goes there too, and can be brought back there as well.
                deleteMarkerReplication: { status: "Enabled" },
                sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
                destination: {
                    bucket: to.bucketArn,
                    encryptionConfiguration: { replicaKmsKeyId: to.keyArn },
                    ...(to.accountId && { account: to.accountId, accessControlTranslation: { owner: "Destination" } }),
                },
            })),
        },
        { ...opts, dependsOn: [policy, ...after] },
    );
}

/** What S3 needs to copy from the one bucket to the other, and only through S3. */
const replicate = (source: End, destinations: ReplicationDestination[]) =>
    pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
            allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], source.bucketArn),
            allow(
                ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
                pulumi.interpolate`${source.bucketArn}/*`,
            ),
            { ...allow(["kms:Decrypt"], source.keyArn), ...throughS3(source.region) },
            ...destinations.flatMap(({ bucketArn, keyArn, region, accountId }) => [
                allow(
                    [
                        ...["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
                        ...(accountId ? ["s3:ObjectOwnerOverrideToBucketOwner"] : []),
                    ],
                    pulumi.interpolate`${bucketArn}/*`,
                ),
                { ...allow(["kms:Encrypt", "kms:GenerateDataKey"], keyArn), ...throughS3(region) },
            ]),
        ],
    });

const allow = (Action: string[], Resource: pulumi.Input<string>) => ({ Effect: "Allow", Action, Resource });

const throughS3 = (region: string) => ({
    Condition: { StringLike: { "kms:ViaService": serviceHost("s3", region) } },
});
