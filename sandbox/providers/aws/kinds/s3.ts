import { integer, listOf, matching, oneOf } from "../../checks.ts";
import { asList, asRecord, isUnknown, type Values } from "../../values.ts";
import { arn, type Kind, type Kinds } from "../kind.ts";
import { policyDocument } from "../policy.ts";
import type { World } from "../world.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = matching(
    /^(?!xn--|sthree-|amzn-s3-demo-|\d+\.\d+\.\d+\.\d+$)(?!.*(\.\.|-s3alias$|--ol-s3$|--x-s3$))[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    "3 to 63 small letters, digits, . and -, beginning and ending with a letter or digit",
);
const storageClass = oneOf(
    ...["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "GLACIER_IR", "DEEP_ARCHIVE"],
);

/** A setting of a bucket is a resource of its own, one for each bucket. */
const setting = (checks: Kind["checks"], more: Kind = {}): Kind => ({
    scope: "world",
    id: "{bucket}",
    immutable: ["bucket"],
    checks: { bucket: bucketName, ...checks },
    refersTo: { bucket: "s3.Bucket" },
    ...more,
});

/** Buckets and their settings; a bucket's name is taken for the whole world. */
export const s3: Kinds = {
    "s3.Bucket": {
        scope: "world",
        id: "{bucket}",
        arn: "s3:::{bucket}",
        named: ["bucket", 63, "small"],
        immutable: ["bucketPrefix", "bucketNamespace", "objectLockEnabled"],
        checks: { bucket: bucketName, bucketNamespace: oneOf("account-regional", "global") },
        refuses: namespaceFault,
        records: ["region"],
        outputs: ({ bucket, region }) => ({
            bucketDomainName: `${bucket}.s3.amazonaws.com`,
            bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
            hostedZoneId: "Z1BKCTXD74EZPE",
        }),
    },
    "s3.BucketVersioning": setting(
        {
            "versioningConfiguration.status": oneOf("Enabled", "Suspended", "Disabled"),
            "versioningConfiguration.mfaDelete": oneOf("Enabled", "Disabled"),
        },
        { records: ["versioningConfiguration"] },
    ),
    "s3.BucketServerSideEncryptionConfiguration": setting({
        rules: listOf(1, 1),
        "rules[].applyServerSideEncryptionByDefault.sseAlgorithm": oneOf("AES256", "aws:kms", "aws:kms:dsse"),
        "rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId": arn,
    }),
    "s3.BucketPublicAccessBlock": setting({}),
    "s3.BucketPolicy": setting({ policy: policyDocument("resource") }, { records: ["policy"] }),
    "s3.BucketOwnershipControls": setting({
        "rule.objectOwnership": oneOf("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"),
    }),
    "s3.BucketLifecycleConfiguration": setting(
        {
            rules: listOf(1, 1000),
            "rules[].status": oneOf("Enabled", "Disabled"),
            "rules[].expiration.days": integer(1, 2_147_483_647),
            "rules[].noncurrentVersionExpiration.noncurrentDays": integer(1, 2_147_483_647),
            "rules[].abortIncompleteMultipartUpload.daysAfterInitiation": integer(1, 2_147_483_647),
            "rules[].transitions[].storageClass": storageClass,
            "rules[].transitions[].days": integer(0, 2_147_483_647),
        },
        {
            relations: ({ rules }) => {
                const ids = asList(rules).map((rule) => asRecord(rule).id);
                return new Set(ids).size < ids.length
                    ? [{ property: "rules", reason: "each rule has an id of its own" }]
                    : [];
            },
        },
    ),
    "s3.BucketObjectLockConfiguration": setting(
        {
            objectLockEnabled: oneOf("Enabled"),
            "rule.defaultRetention.mode": oneOf("GOVERNANCE", "COMPLIANCE"),
            "rule.defaultRetention.days": integer(1, 36_500),
            "rule.defaultRetention.years": integer(1, 100),
        },
        {
            refuses: ({ bucket }, world) =>
                isVersioned(String(bucket), world)
                    ? undefined
                    : `bucket: a lock needs versioning, which ${bucket} does not have yet`,
        },
    ),
    "s3.BucketReplicationConfig": setting(
        {
            role: arn,
            rules: listOf(1, 1000),
            "rules[].status": oneOf("Enabled", "Disabled"),
            "rules[].destination.bucket": arn,
            "rules[].destination.storageClass": storageClass,
            "rules[].deleteMarkerReplication.status": oneOf("Enabled", "Disabled"),
        },
        {
            refersTo: { bucket: "s3.Bucket", role: "iam.Role" },
            refuses: replicationFault,
        },
    ),
};

/** A bucket of another account is not looked at. */
function replicationFault({ bucket, rules }: Values, world: World): string | undefined {
    const targets = asList(rules)
        .map((rule) => asRecord(asRecord(rule).destination))
        .filter(({ bucket: arn, account }) => !isUnknown(arn) && (account ?? world.accountId) === world.accountId)
        .map(({ bucket: arn }) => String(arn));
    const nameOf = (arn: string) => arn.replace(/^arn:aws[\w-]*:s3:::/, "");
    const missing = targets.find((arn) => world.lacks("s3.Bucket", nameOf(arn)));
    if (missing) return `rules: the destination ${missing} does not exist`;
    const without = [String(bucket), ...targets.map(nameOf)].find((name) => !isVersioned(name, world));
    return without && `rules: replication needs versioning, which ${without} does not have yet`;
}

function isVersioned(bucket: string, world: World): boolean {
    const setting = world.find("s3.BucketVersioning", bucket);
    return asRecord(setting?.versioningConfiguration).status === "Enabled";
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html#account-regional-naming-rules */
function namespaceFault({ bucket, bucketNamespace }: Values, { accountId, region }: World): string | undefined {
    const end = `-${accountId}-${region}-an`;
    return bucketNamespace === "account-regional" && !String(bucket).endsWith(end)
        ? `bucket: a name of the account's own namespace ends in ${end}`
        : undefined;
}
