import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { isHidden } from "../../inventory/unknown.ts";
import { isSet } from "../../inventory/zero-values.ts";
import { rule } from "../../judgement/rule.ts";
import { any, fail, must, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
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
const rulesOf = ({ props }: Resource): ReplicationRule[] =>
    ((props.rules ?? []) as ReplicationRule[]).filter(({ status }) => status === "Enabled");

/** Buckets of the stack that a replication copies to. */
const targetsOf = (inventory: Inventory, replication: Resource): readonly Resource[] =>
    rulesOf(replication).flatMap((each) => targetOf(inventory, replication, each) ?? []);

/** Plans of AWS Backup by which a selection backs the cluster up. */
const plansOf = (inventory: Inventory) =>
    inventory
        .of("aws:backup/selection:Selection")
        .filter(({ props }) =>
            ((props.resources ?? []) as string[]).some((arn) => arn === "*" || arn.includes(":eks:")),
        )
        .flatMap((selection) => inventory.sources(selection, "planId", "aws:backup/plan:Plan"));

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
    judge: (_, { inventory }) => {
        const copies = backups(inventory).flatMap((bucket) =>
            replicationsOf(inventory, bucket).flatMap((replication) =>
                rulesOf(replication).map((each) => () => elsewhere(inventory, bucket, replication, each)),
            ),
        );
        const plans = plansOf(inventory).map((plan) => {
            const { urn, props } = plan;
            const rules: { copyActions?: CopyAction[] }[] = props.rules ?? [];
            const copied = () =>
                rules.some(({ copyActions = [] }) => copyActions.some((action) => leaves(inventory, plan, action)));
            return must(copied, "the AWS Backup plan copies nothing to another region", urn);
        });
        return any([...copies, ...plans], absent(inventory, "backups are in one region only"));
    },
});

function elsewhere(inventory: Inventory, bucket: Resource, replication: Resource, each: ReplicationRule): Verdict {
    const { prefix, filter = {} } = each;
    if ([prefix, filter.prefix, filter.tag, filter.and].some(isSet))
        return undecided("a part of the bucket is copied, and perhaps no backup", replication.urn);
    const target = targetOf(inventory, replication, each);
    if (!target) return undecided("the bucket that backups are copied to is not in this stack", replication.urn);
    const [here, there] = [bucket, target].map((each) => regionOf(inventory, each));
    if (here === undefined || there === undefined)
        return undecided("the region of a bucket is not known", replication.urn);
    return here === there ? fail("backups are copied within one region", replication.urn) : pass("", replication.urn);
}

interface CopyAction {
    destinationVaultArn?: string;
}

/** Whether an action of a plan copies to a vault of another region, as its ARN or the vault itself tells. */
function leaves(inventory: Inventory, plan: Resource, action: CopyAction): boolean {
    const here = regionOf(inventory, plan);
    const vaults = inventory
        .sources(plan, "rules")
        .filter(({ type }) => /:(Vault|LogicallyAirGappedVault)$/.test(type));
    if (isHidden(action, "destinationVaultArn") && vaults.some((vault) => regionOf(inventory, vault) !== here))
        return true;
    const [, , , there] = String(action.destinationVaultArn).split(":");
    return there === undefined || there !== here;
}

/** Region of a resource, or else its provider, which works in one. */
const regionOf = (inventory: Inventory, { props, provider = "" }: Resource): string | undefined =>
    props.region || inventory.find(provider)?.props.region || provider || undefined;

export const backupImmutable = rule({
    id: "backup-immutable",
    title: "Backups cannot be deleted by an intruder",
    level: "advisory",
    severity: "high",
    mend: "Lock the vault, or the replica of the bucket by Object Lock with a default retention",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
    inhibitedBy: ["backup-tool-present"],
    subjects: clusters,
    judge: (_, { inventory }) => {
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
        const retained = locks.map(({ urn, props }) =>
            must(() => props.rule?.defaultRetention?.mode, "objects are locked only if somebody asks for it", urn),
        );
        const [vault] = plansOf(inventory).flatMap((plan) => lockedVaults(inventory, plan));
        if (vault) return pass("", vault.urn);
        return any(retained, absent(inventory, "whoever has the rights of the backup tool can delete all backups"));
    },
});

/** Vaults that a plan writes or copies to, and that nobody empties. */
function lockedVaults(inventory: Inventory, plan: Resource): readonly Resource[] {
    const vaults = inventory.sources(plan, "rules");
    const locked = vaults.flatMap((vault) =>
        inventory.users(vault, "backupVaultName", "aws:backup/vaultLockConfiguration:VaultLockConfiguration"),
    );
    return [...locked, ...vaults.filter(({ type }) => type.endsWith(":LogicallyAirGappedVault"))];
}
