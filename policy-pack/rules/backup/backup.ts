import { z } from "zod";
import type { Inventory } from "../../inventory/inventory.ts";
import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, any, fail, must, notApplicable, undecided, type Verdict } from "../../judgement/verdict.ts";
import { every, kept, plansOf, rulesOf, selections, selects } from "../../reading/aws-backup.ts";
import { requirePart } from "../../reading/candidates.ts";
import { isInstalled } from "../../reading/installed.ts";
import { hours, period } from "../../reading/schedule.ts";
import { clusters } from "../../reading/subjects.ts";
import { bucketsOf, keepers, locationObjects, locations, type Schedule, schedulesOf } from "../../reading/velero.ts";

export const backupToolPresent = rule({
    id: "backup-tool-present",
    title: "Objects and volumes of the cluster are backed up",
    level: "mandatory",
    severity: "critical",
    mend: "Install Velero with deployNodeAgent true and a backup location, or an AWS Backup plan that selects the cluster",
    url: "https://velero.io/docs/main/csi-snapshot-data-movement/",
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        const hasObjects = () => locationObjects(inventory).length > 0;
        const nowhere = "there is no backup location";
        const noVolumes = "the data of volumes is not backed up";
        const plans = selections(inventory).map((selection) => ({
            urn: selection.urn,
            requirements: [
                must(() => selects(inventory, selection, cluster), "the backup plan does not select the cluster"),
            ],
        }));
        return requirePart(inventory, {
            missing: "nothing backs the cluster up",
            systems: {
                velero: {
                    chart: (release) => [
                        must(() => release.value("backupsEnabled", true) !== false, "backups are switched off"),
                        must(() => release.value("deployNodeAgent", false) === true, noVolumes),
                        must(
                            () =>
                                hasObjects() ||
                                locations(release.value("configuration.backupStorageLocation")).length > 0,
                            nowhere,
                        ),
                    ],
                    workloads: (workloads) => [
                        must(() => workloads.some(({ type }) => type.endsWith(":DaemonSet")), noVolumes),
                        must(hasObjects, nowhere),
                    ],
                },
            },
            others: plans,
        });
    },
});

export const backupScheduleTiers = rule({
    id: "backup-schedule-tiers",
    title: "Backups are made every 6 hours, weekly, and monthly for years",
    level: "mandatory",
    severity: "high",
    mend: "Add schedules: 0 */6 * * * with a ttl of 30h, weekly with 192h, monthly with 43848h (5 years)",
    url: "https://velero.io/docs/main/api-types/schedule/",
    inhibitedBy: ["backup-tool-present"],
    settings: z.object({
        years: z.number().min(1).default(3).describe("Years that a monthly backup is kept at least"),
    }),
    subjects: clusters,
    judge: (cluster, { inventory, settings }) => {
        const declared = schedulesOf(inventory);
        if (!isInstalled(inventory, "velero") && declared.length === 0) {
            return any(
                plansOf(inventory, cluster).map((plan) => () => ({
                    urn: plan.urn,
                    ...tiered(
                        (longest, shortest) =>
                            rulesOf(plan).some((each) => every(each) <= longest && kept(each) >= shortest),
                        settings.years,
                    ),
                })),
                () => undecided("the plan of AWS Backup is not in this stack"),
            );
        }
        const isRunning = ({ paused, disabled }: Schedule) => !paused && !disabled;
        const running = declared.filter(isRunning);
        return all([
            ...declared
                .filter((each) => !isRunning(each))
                .map(
                    ({ schedule }) =>
                        () =>
                            fail(`a schedule is paused: ${schedule}`),
                ),
            () =>
                tiered(
                    (longest, shortest) =>
                        running.some(
                            ({ schedule, template }) =>
                                period(schedule) <= longest && hours(template?.ttl ?? "720h") >= shortest,
                        ),
                    settings.years,
                ),
        ]);
    },
});

/** @param isRetained whether there is a backup so often, in hours, that is kept so long at least */
const tiered = (isRetained: (longest: number, shortest: number) => boolean, years: number): Verdict =>
    all([
        must(() => isRetained(6, 24), "no backup every 6 hours is kept for 24 hours"),
        must(() => isRetained(7 * 24, 7 * 24), "no weekly backup is kept for a week"),
        must(() => isRetained(31 * 24, years * 365 * 24), `no monthly backup is kept for ${years} years`),
    ]);

export const backupLocationSafe = rule({
    id: "backup-location-safe",
    title: "Backups lie in a versioned, encrypted bucket that is closed to the public",
    level: "mandatory",
    severity: "critical",
    mend: "Give the bucket versioning, KMS encryption, a public access block and a lifecycle",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    inhibitedBy: ["backup-tool-present"],
    subjects: keepers,
    judge: (keeper, { inventory }) => {
        const buckets = bucketsOf(inventory, keeper);
        if (buckets.length === 0 && inventory.release(keeper) && locationObjects(inventory).length > 0) {
            return notApplicable("the places of its backups are objects of their own");
        }
        if (buckets.length === 0) return undecided("the bucket of the backups is not in this stack");
        return all(buckets.map((bucket) => () => safe(inventory, bucket)));
    },
});

function safe(inventory: Inventory, bucket: Resource): Verdict {
    const beside = (name: string) =>
        [name, `${name}V2`].flatMap((word) =>
            inventory.users(bucket, "bucket", `aws:s3/${word[0]?.toLowerCase()}${word.slice(1)}:${word}`),
        );
    const versioning = beside("BucketVersioning").some(
        ({ props }) => props.versioningConfiguration?.status === "Enabled",
    );
    const rules = beside("BucketServerSideEncryptionConfiguration").flatMap(({ props }) => props.rules ?? []);
    const kms = rules.some((each) => each.applyServerSideEncryptionByDefault?.sseAlgorithm?.startsWith("aws:kms"));
    const closed = beside("BucketPublicAccessBlock").some(({ props }) =>
        ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].every(
            (key) => props[key] === true,
        ),
    );
    return all([
        must(() => versioning || bucket.props.versioning?.enabled === true, "the bucket is not versioned", bucket.urn),
        must(() => kms, "the bucket is not encrypted with KMS", bucket.urn),
        must(() => closed, "the bucket may be opened to the public", bucket.urn),
        must(
            () => beside("BucketLifecycleConfiguration").length > 0,
            "old versions of backups are kept for ever",
            bucket.urn,
        ),
    ]);
}
