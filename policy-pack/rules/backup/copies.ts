import { z } from "zod";
import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { isHidden } from "../../inventory/unknown.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { any, fail, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { every, kept, plansOf, rulesOf } from "../../reading/aws-backup.ts";
import { clusters } from "../../reading/subjects.ts";
import { bucketsOf, isBucket, keepers } from "../../reading/velero.ts";

/** Buckets of the stack that Velero writes to. */
const backups = (inventory: Inventory): readonly Resource[] =>
    keepers(inventory).flatMap((keeper) => bucketsOf(inventory, keeper));

const beside = (inventory: Inventory, bucket: Resource, ...types: string[]) =>
    types.flatMap((type) => inventory.users(bucket, "bucket", type));

const replicationsOf = (inventory: Inventory, bucket: Resource) =>
    beside(
        inventory,
        bucket,
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        "aws:s3/bucketReplicationConfiguration:BucketReplicationConfiguration",
    );

interface ReplicationRule {
    status?: string;
    sourceSelectionCriteria?: { sseKmsEncryptedObjects?: { status?: string } };
    prefix?: string;
    filter?: { prefix?: string; tag?: object; and?: object };
    destination?: { bucket?: string };
}

/** What a rule of a replication copies to; nothing where the bucket is not in this stack. */
function targetOf(inventory: Inventory, replication: Resource, { destination }: ReplicationRule): Resource | undefined {
    const sources = inventory.sources(replication, "rules").filter(isBucket);
    const arn = destination && !isHidden(destination, "bucket") ? destination.bucket : undefined;
    // Before the ARN is known, one bucket is the one.
    if (!arn) return sources.length === 1 ? sources[0] : undefined;
    const name = arn.split(":").at(-1);
    const isCalled = ({ props, ids = [] }: Resource) =>
        ids.includes(arn) || (!isHidden(props, "bucket") && props.bucket === name);
    return inventory.resources.filter(isBucket).find(isCalled);
}

/** Rules of a replication that copy, of its own object or of others. */
const copying = ({ props }: Resource): ReplicationRule[] =>
    ((props.rules ?? []) as ReplicationRule[]).filter(({ status }) => status === "Enabled");

/** Buckets of the stack that a replication copies to. */
const targetsOf = (inventory: Inventory, replication: Resource): readonly Resource[] =>
    copying(replication).flatMap((each) => targetOf(inventory, replication, each) ?? []);

/** What is not in the stack cannot be looked at; nothing at all is a failure. */
const absent = (inventory: Inventory, message: string) => (): Verdict =>
    keepers(inventory).length > 0 && backups(inventory).length === 0
        ? undecided("the bucket of the backups is not in this stack")
        : fail(message);

export const backupCrossRegion = rule({
    id: "backup-cross-region",
    title: "Backups survive the loss of the region",
    level: "advisory",
    severity: "high",
    mend: "Replicate the bucket of the backups to a second region, or add copyActions to the AWS Backup plan",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
    inhibitedBy: ["backup-tool-present"],
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        const copies = backups(inventory).flatMap((bucket) =>
            replicationsOf(inventory, bucket).flatMap((replication) =>
                copying(replication).map((each) => () => elsewhere(inventory, bucket, replication, each)),
            ),
        );
        const plans = plansOf(inventory, cluster).map((plan) => () => copied(inventory, plan));
        return any([...copies, ...plans], absent(inventory, "backups are in one region only"));
    },
});

function elsewhere(inventory: Inventory, bucket: Resource, replication: Resource, each: ReplicationRule): Verdict {
    const { prefix, filter = {} } = each;
    if ([prefix, filter.prefix, filter.tag, filter.and].some(isSet))
        return undecided("a part of the bucket is copied, and perhaps no backup", replication.urn);
    if (isUnderKms(inventory, bucket) && each.sourceSelectionCriteria?.sseKmsEncryptedObjects?.status !== "Enabled")
        return fail("objects under a KMS key are not copied (sseKmsEncryptedObjects)", replication.urn);
    const target = targetOf(inventory, replication, each);
    if (!target) return undecided("the bucket that backups are copied to is not in this stack", replication.urn);
    const [here, there] = [bucket, target].map((each) => regionOf(inventory, each));
    const isKnown = here !== undefined && there !== undefined;
    if (isKnown && here !== there) return pass("", replication.urn);
    // One provider works in one region, whichever that is.
    const isTogether = isKnown || (here === there && bucket.provider && bucket.provider === target.provider);
    return isTogether
        ? fail("backups are copied within one region", replication.urn)
        : undecided("the region of a bucket is not known", replication.urn);
}

/** Whether S3 encrypts what lies in a bucket with a key of KMS: what is then copied only where a rule says so. */
const isUnderKms = (inventory: Inventory, bucket: Resource): boolean =>
    beside(
        inventory,
        bucket,
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
    )
        .flatMap(({ props }) => props.rules ?? [])
        .some(({ applyServerSideEncryptionByDefault: by }) => by?.sseAlgorithm?.startsWith("aws:kms"));

/** A week: what is copied less often is copied too late for a region that is lost. */
const week = 7 * 24;

/** Whether a rule of a plan that runs at least once a week copies to a vault of another region. */
function copied(inventory: Inventory, plan: Resource): Verdict {
    const often = rulesOf(plan).filter((each) => every(each) <= week);
    return any(
        often.flatMap(({ copyActions = [] }) => copyActions.map((action) => () => leaves(inventory, plan, action))),
        () => fail("the AWS Backup plan copies nothing to another region every week", plan.urn),
    );
}

/** Whether an action of a plan copies to a vault of another region, as its ARN or the vault itself tells. */
function leaves(inventory: Inventory, plan: Resource, action: { destinationVaultArn?: string }): Verdict {
    const here = regionOf(inventory, plan);
    const isHere = !isHidden(action, "destinationVaultArn") && isSet(action.destinationVaultArn);
    const [, , , named] = isHere ? String(action.destinationVaultArn).split(":") : [];
    const regions = inventory
        .sources(plan, "rules")
        .filter(({ type }) => /:(Vault|LogicallyAirGappedVault)$/.test(type))
        .map((vault) => regionOf(inventory, vault));
    // Before the ARN is known, a vault elsewhere is the one.
    const there = named ?? (isHere ? undefined : regions.find((each) => each !== undefined && each !== here));
    if (here === undefined || there === undefined)
        return undecided("the region that the AWS Backup plan copies to is not known", plan.urn);
    return there === here ? fail("the AWS Backup plan copies nothing to another region", plan.urn) : pass("", plan.urn);
}

/** Region of a resource, or else of its provider. */
const regionOf = (inventory: Inventory, { props, provider = "" }: Resource): string | undefined =>
    props.region || inventory.find(provider)?.props.region || undefined;

export const backupImmutable = rule({
    id: "backup-immutable",
    title: "Backups cannot be deleted by an intruder",
    level: "advisory",
    severity: "high",
    mend: "Lock the vault, or the replica of the bucket by Object Lock with a default retention",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
    inhibitedBy: ["backup-tool-present"],
    subjects: clusters,
    settings: z.object({
        days: z.number().min(1).default(14).describe("Days that an object is locked at least"),
    }),
    judge: (cluster, { inventory, settings }) => {
        const buckets = backups(inventory);
        const copied = buckets.flatMap((bucket) =>
            replicationsOf(inventory, bucket).flatMap((replication) => targetsOf(inventory, replication)),
        );
        const locks = [...buckets, ...copied].flatMap((bucket) =>
            beside(
                inventory,
                bucket,
                "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
                "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
            ),
        );
        const retained = locks.map(
            ({ urn, props }) =>
                () =>
                    retention(urn, props.rule?.defaultRetention, settings.days),
        );
        const vaults = plansOf(inventory, cluster).flatMap((plan) =>
            lockedVaults(inventory, plan).map(
                ({ urn, least }) =>
                    () =>
                        takes(plan, urn, least),
            ),
        );
        return any(
            [...vaults, ...retained],
            absent(inventory, "whoever has the rights of the backup tool can delete all backups"),
        );
    },
});

interface Retention {
    mode?: string;
    days?: number;
    years?: number;
}

function retention(urn: string, { mode, days = 0, years = 0 }: Retention = {}, least: number): Verdict {
    if (!mode) return fail("objects are locked only if somebody asks for it", urn);
    return days + years * 365 < least ? fail(`objects are locked for less than ${least} days`, urn) : pass("", urn);
}

/** Every job to a vault fails whose backups would end before the vault lets them. */
const takes = (plan: Resource, urn: string, least: number): Verdict =>
    rulesOf(plan).some((each) => kept(each) >= least * 24)
        ? pass("", urn)
        : fail(`the vault takes nothing that is kept for less than ${least} days, and nothing is kept so long`, urn);

interface LockedVault {
    urn: string;
    /** Days that a backup is kept at least. */
    least: number;
}

/** Vaults that a plan writes or copies to, and that nobody empties. */
function lockedVaults(inventory: Inventory, plan: Resource): LockedVault[] {
    const vaults = inventory.sources(plan, "rules");
    const locks = vaults.flatMap((vault) =>
        inventory.users(vault, "backupVaultName", "aws:backup/vaultLockConfiguration:VaultLockConfiguration"),
    );
    const airGapped = vaults.filter(({ type }) => type.endsWith(":LogicallyAirGappedVault"));
    return [...locks, ...airGapped].map(({ urn, props }) => ({ urn, least: props.minRetentionDays ?? 0 }));
}
