import type { Resource } from "../../../../policy-pack/inventory/resource.ts";
import { unknown } from "../../../../policy-pack/inventory/unknown.ts";
import { object, type Props, release, resource, urnOf } from "../../ready/resource.ts";
import { add, both, type Change, drop, madeFrom, set } from "../../stack.ts";
import { cluster, deployment, type Edge, hold, inShop } from "../edge.ts";

const location = [{ bucket: "shop-backups" }];
const values = (change: Props = {}) => ({
    deployNodeAgent: true,
    configuration: { backupStorageLocation: location },
    ...change,
});
const velero = (change: Props = {}) => [cluster(), release("velero", "velero", values(change))];
const selection = (...resources: string[]) => [
    cluster(),
    resource("aws:backup/selection:Selection", "all", { resources, planId: "id-of-plan" }),
];

/** A place of backups as an object. */
const kept = (objectStorage: Props) =>
    object("velero.io/v1:BackupStorageLocation", "default", { spec: { objectStorage } });

const tag = { key: "backup", value: "yes" };
/** A selection, and a cluster with a tag. */
const selected = (props: Props) => [
    cluster({ tags: { backup: "yes" } }),
    resource("aws:backup/selection:Selection", "all", { planId: "id-of-plan", ...props }),
];

const tools: Edge[] = [
    ["backup-tool-present", "Velero", "pass", velero()],
    [
        "backup-tool-present",
        "a location in the older form",
        "pass",
        velero({ configuration: { backupStorageLocation: { default: {} } } }),
    ],
    [
        "backup-tool-present",
        "Velero without backups",
        "fail",
        velero({ backupsEnabled: false }),
        { says: /switched off/ },
    ],
    [
        "backup-tool-present",
        "Velero without volumes",
        "fail",
        velero({ deployNodeAgent: undefined }),
        { says: /data of volumes/ },
    ],
    [
        "backup-tool-present",
        "Velero without a location",
        "fail",
        velero({ configuration: { backupStorageLocation: [] } }),
        { says: /no backup location/ },
    ],
    ["backup-tool-present", "Velero with a location of its own", "pass", [...velero({ configuration: {} }), kept({})]],
    ["backup-tool-present", "a plan for everything", "pass", selection("*")],
    ["backup-tool-present", "a plan for every cluster", "pass", selection("arn:aws:eks:*:*:cluster/*")],
    ["backup-tool-present", "a plan for all of EKS", "pass", selection("arn:aws:eks:*")],
    [
        "backup-tool-present",
        "a plan for clusters that begin so",
        "pass",
        selection("arn:aws:eks:eu-west-1:1:cluster/sh*"),
    ],
    [
        "backup-tool-present",
        "a plan for clusters that begin otherwise",
        "fail",
        selection("arn:aws:eks:eu-west-1:1:cluster/cart*"),
        { says: /does not select/ },
    ],
    [
        "backup-tool-present",
        "a plan for another cluster",
        "fail",
        selection("arn:aws:eks:eu-west-1:1:cluster/other"),
        { says: /does not select/ },
    ],
    [
        "backup-tool-present",
        "a plan for everything but the cluster",
        "fail",
        selected({ resources: ["*"], notResources: ["arn:aws:eks:eu-west-1:1:cluster/shop"] }),
        { says: /does not select/ },
    ],
    ["backup-tool-present", "a plan for what has its tag", "pass", selected({ selectionTags: [tag] })],
    [
        "backup-tool-present",
        "a plan for what has another tag",
        "fail",
        selected({ selectionTags: [{ ...tag, value: "no" }] }),
        { says: /does not select/ },
    ],
    [
        "backup-tool-present",
        "a plan for everything with its tag",
        "pass",
        selected({ resources: ["*"], conditions: [{ stringEquals: [{ ...tag, key: "aws:ResourceTag/backup" }] }] }),
    ],
    [
        "backup-tool-present",
        "a plan for everything with another tag",
        "fail",
        selected({ resources: ["*"], conditions: [{ stringEquals: [{ ...tag, value: "no" }] }] }),
        { says: /does not select/ },
    ],
    [
        "backup-tool-present",
        "a plan for everything without its tag",
        "fail",
        selected({ resources: ["*"], conditions: [{ stringNotEquals: [tag] }] }),
        { says: /does not select/ },
    ],
    [
        "backup-tool-present",
        "a plan for everything with its tag and another one",
        "fail",
        selected({ resources: ["*"], conditions: [{ stringEquals: [tag, { key: "team", value: "shop" }] }] }),
        { says: /does not select/ },
    ],
    [
        "backup-tool-present",
        "a plan for what has a tag of its provider",
        "pass",
        [
            cluster({ tags: { team: "shop" }, tagsAll: { team: "shop", backup: "yes" } }),
            ...selected({ selectionTags: [tag] }).slice(1),
        ],
    ],
    [
        "backup-tool-present",
        "a plan for what was made from the cluster",
        "pass",
        [
            cluster(),
            resource(
                "aws:backup/selection:Selection",
                "all",
                { resources: [unknown] },
                { resources: [urnOf("aws:eks/cluster:Cluster", "shop")] },
            ),
        ],
    ],
    ["backup-tool-present", "a plan for what comes later", "unknown", selected({ resources: [unknown] })],
    ["backup-tool-present", "a plan for services that begin so", "pass", selection("arn:aws:e*")],
    ["backup-tool-present", "a plan for services that begin otherwise", "fail", selection("arn:aws:r*")],
    [
        "backup-tool-present",
        "a plan for the cluster by its ARN",
        "pass",
        selection("arn:aws:eks:eu-west-1:1:cluster/shop"),
    ],
    [
        "backup-tool-present",
        "a plan for a cluster of nearly its name",
        "fail",
        selection("arn:aws:eks:eu-west-1:1:cluster/shoq"),
    ],
    ["backup-tool-present", "a plan for a beginning without its star", "fail", selection("arn:aws:eks")],
    [
        "backup-tool-present",
        "a plan for everything by a pattern of tags",
        "unknown",
        selected({ resources: ["*"], conditions: [{ stringLikes: [tag] }] }),
    ],
    [
        "backup-tool-present",
        "a plan for clusters among others",
        "pass",
        selection("arn:aws:rds:1", "arn:aws:eks:eu-west-1:1:cluster/shop"),
    ],
    [
        "backup-tool-present",
        "a plan for something else",
        "fail",
        selection("arn:aws:rds:1"),
        { says: /does not select/ },
    ],
    [
        "backup-tool-present",
        "a plan for what is not said",
        "fail",
        [cluster(), resource("aws:backup/selection:Selection", "all", {})],
        { says: /does not select/ },
    ],
    ["backup-tool-present", "nothing", "fail", [cluster(), deployment()], { says: /nothing backs/ }],
];

const tiers = {
    often: { schedule: "0 */6 * * *", template: { ttl: "24h" } },
    weekly: { schedule: "0 1 * * 0", template: { ttl: "168h" } },
    monthly: { schedule: "0 2 1 * *", template: { ttl: "26280h" } },
};
const scheduled = (change: Props) => velero({ schedules: { ...tiers, ...change } });
const daily = { schedule: "@daily", template: { ttl: "144h" } };
const often = (schedule: string, ttl = "24h") => scheduled({ often: { schedule, template: { ttl } } });
const rare = { says: /^no backup every 6 hours/ };

const rules = {
    often: { schedule: "cron(0 1/6 * * ? *)", lifecycle: { deleteAfter: 1 } },
    weekly: { schedule: "cron(30 2 ? * SUN *)", lifecycle: { deleteAfter: 7 } },
    monthly: { schedule: "cron(30 3 1 * ? *)", lifecycle: { deleteAfter: 1095 } },
};
/** A plan of AWS Backup alone, with some of its rules otherwise. */
const planned = (change: Partial<Record<keyof typeof rules, Props>>) => [
    ...selection("*"),
    resource("aws:backup/plan:Plan", "plan", {
        rules: Object.entries(rules).map(([name, rule]) => ({ ...rule, ...change[name as keyof typeof rules] })),
    }),
];

const schedules: Edge[] = [
    ["backup-schedule-tiers", "all three at their limits", "pass", scheduled({})],
    ["backup-schedule-tiers", "every 8 hours", "fail", often("0 */8 * * *"), rare],
    ["backup-schedule-tiers", "at hours that are 6 apart", "pass", often("0 0,6,12,18 * * *")],
    ["backup-schedule-tiers", "at hours with a gap over night", "fail", often("0 6-18 * * *"), rare],
    ["backup-schedule-tiers", "at hours with a gap by day", "fail", often("0 0,12,18 * * *"), rare],
    ["backup-schedule-tiers", "from an hour on, in steps", "pass", often("0 2/6 * * *")],
    ["backup-schedule-tiers", "every hour", "pass", often("@hourly")],
    ["backup-schedule-tiers", "every day", "fail", often("@daily"), rare],
    ["backup-schedule-tiers", "every 6 hours by Go", "pass", often("@every 6h")],
    ["backup-schedule-tiers", "every 6 hours in minutes", "pass", often("@every 360m")],
    ["backup-schedule-tiers", "in a zone of time", "pass", often("CRON_TZ=Europe/Berlin 0 */6 * * *")],
    ["backup-schedule-tiers", "on every day and weekday, by steps", "pass", often("0 */6 */1 * */1")],
    ["backup-schedule-tiers", "in one month", "fail", often("0 */6 * 1 *"), rare],
    ["backup-schedule-tiers", "on one weekday", "fail", often("0 */6 * * 1"), rare],
    ["backup-schedule-tiers", "on one day of the month", "fail", often("0 */6 1 * *"), rare],
    ["backup-schedule-tiers", "at no time that is understood", "fail", often("sometimes"), rare],
    ["backup-schedule-tiers", "at no time", "fail", scheduled({ often: { template: { ttl: "24h" } } }), rare],
    ["backup-schedule-tiers", "kept for less than a day", "fail", often("0 */6 * * *", "23h"), rare],
    [
        "backup-schedule-tiers",
        "kept as long as Velero does by default",
        "pass",
        scheduled({ often: { schedule: "0 */6 * * *" } }),
    ],
    [
        "backup-schedule-tiers",
        "weekly, kept for six days",
        "fail",
        scheduled({ weekly: daily, monthly: daily }),
        { says: /no weekly backup/ },
    ],
    [
        "backup-schedule-tiers",
        "monthly, kept for less than three years",
        "fail",
        scheduled({ monthly: { schedule: "@monthly", template: { ttl: "26279h" } } }),
        { says: /no monthly backup/ },
    ],
    [
        "backup-schedule-tiers",
        "yearly",
        "fail",
        scheduled({ monthly: { schedule: "@yearly", template: { ttl: "26280h" } } }),
        { says: /no monthly backup/ },
    ],
    [
        "backup-schedule-tiers",
        "monthly by its word",
        "pass",
        scheduled({ monthly: { schedule: "@monthly", template: { ttl: "26280h" } } }),
    ],
    [
        "backup-schedule-tiers",
        "weekly by its word",
        "pass",
        scheduled({ weekly: { schedule: "@weekly", template: { ttl: "168h" } } }),
    ],
    [
        "backup-schedule-tiers",
        "one that is paused",
        "fail",
        scheduled({ more: { ...tiers.often, paused: true } }),
        { says: /is paused/ },
    ],
    [
        "backup-schedule-tiers",
        "one that is disabled",
        "fail",
        scheduled({ more: { ...tiers.often, disabled: true } }),
        { says: /is paused/ },
    ],
    [
        "backup-schedule-tiers",
        "objects beside the release",
        "pass",
        [...velero(), ...Object.entries(tiers).map(([name, spec]) => object("velero.io/v1:Schedule", name, { spec }))],
    ],
    [
        "backup-schedule-tiers",
        "an object that says nothing",
        "fail",
        [...velero(), object("velero.io/v1:Schedule", "empty", {})],
        rare,
    ],
    ["backup-schedule-tiers", "a plan that is elsewhere", "unknown", selection("*"), { says: /not in this stack/ }],
    ["backup-schedule-tiers", "a plan of AWS Backup with all three at their limits", "pass", planned({})],
    ["backup-schedule-tiers", "a plan that keeps for ever", "pass", planned({ monthly: { lifecycle: undefined } })],
    [
        "backup-schedule-tiers",
        "a plan without a schedule: once a day",
        "fail",
        planned({ often: { schedule: undefined } }),
        rare,
    ],
    [
        "backup-schedule-tiers",
        "a plan in the five fields of cron",
        "fail",
        planned({ often: { schedule: "0 */6 * * *" } }),
        rare,
    ],
    [
        "backup-schedule-tiers",
        "a plan for one year",
        "fail",
        planned({ often: { schedule: "cron(0 0/6 * * ? 2027)" } }),
        rare,
    ],
    [
        "backup-schedule-tiers",
        "a plan that keeps for two years",
        "fail",
        planned({ monthly: { lifecycle: { deleteAfter: 730 } } }),
        { says: /no monthly backup/ },
    ],
    ["backup-schedule-tiers", "no schedule", "fail", velero(), rare],
];

const versioning = "BucketVersioning backups";
const publicBlock = "BucketPublicAccessBlock backups";
const encryption = "BucketServerSideEncryptionConfiguration backups";

const buckets: Edge[] = [
    ["backup-location-safe", "a safe bucket", "pass", both()],
    [
        "backup-location-safe",
        "versioned by the bucket itself",
        "pass",
        both(drop(versioning), set("Bucket backups", "versioning", { enabled: true })),
    ],
    ["backup-location-safe", "not versioned", "fail", drop(versioning), { says: /not versioned/ }],
    [
        "backup-location-safe",
        "versioning that is suspended",
        "fail",
        set(versioning, "versioningConfiguration.status", "Suspended"),
        { says: /not versioned/ },
    ],
    ["backup-location-safe", "not encrypted", "fail", drop(encryption), { says: /not encrypted/ }],
    [
        "backup-location-safe",
        "encrypted by S3",
        "fail",
        set(encryption, "rules", [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]),
        { says: /not encrypted/ },
    ],
    [
        "backup-location-safe",
        "encrypted by one rule of several",
        "pass",
        set(encryption, "rules", [{}, { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms:dsse" } }]),
    ],
    [
        "backup-location-safe",
        "encryption without rules",
        "fail",
        set(encryption, "rules", undefined),
        { says: /not encrypted/ },
    ],
    ...["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].map(
        (key): Edge => [
            "backup-location-safe",
            `open by ${key}`,
            "fail",
            set(publicBlock, key, false),
            { says: /opened to the public/ },
        ],
    ),
    [
        "backup-location-safe",
        "no lifecycle",
        "fail",
        drop("BucketLifecycleConfiguration backups"),
        { says: /for ever/ },
    ],
    ["backup-location-safe", "no public access block", "fail", drop(publicBlock), { says: /opened to the public/ }],
    [
        "backup-location-safe",
        "a safe bucket by a location of its own",
        "pass",
        both(
            madeFrom("Release velero", "values"),
            set("Release velero", "values.configuration", {}),
            add(kept({ bucket: "shop-backups" })),
        ),
    ],
    [
        "backup-location-safe",
        "a location of its own that is elsewhere",
        "unknown",
        [...velero(), kept({ bucket: "b" })],
    ],
    [
        "backup-location-safe",
        "another bucket by a location of its own",
        "fail",
        [...velero(), kept({ bucket: "other" }), resource("aws:s3/bucket:Bucket", "b", { bucket: "other" })],
        { says: /not versioned/ },
    ],
    [
        "backup-location-safe",
        "a bucket beside a location that is elsewhere",
        "fail",
        [...velero(), kept({ bucket: "b" }), resource("aws:s3/bucket:Bucket", "b", { bucket: "shop-backups" })],
        { says: /not versioned/ },
    ],
    ["backup-location-safe", "a bucket that is elsewhere", "unknown", velero(), { says: /not in this stack/ }],
    [
        "backup-location-safe",
        "a bucket of the stack by its name",
        "fail",
        [...velero(), resource("aws:s3/bucket:Bucket", "b", { bucket: "shop-backups" })],
        { says: /not versioned/ },
    ],
    [
        "backup-location-safe",
        "a bucket of the older type",
        "fail",
        [...velero(), resource("aws:s3/bucketV2:BucketV2", "b", { bucket: "shop-backups" })],
        { says: /not versioned/ },
    ],
    [
        "backup-location-safe",
        "another bucket",
        "unknown",
        [...velero(), resource("aws:s3/bucket:Bucket", "b", { bucket: "other" })],
    ],
    [
        "backup-location-safe",
        "a bucket without a name",
        "unknown",
        [...velero(), resource("aws:s3/bucket:Bucket", "b", {})],
    ],
];

const replication = "BucketReplicationConfig backups";
const enabled = { status: "Enabled", sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } } };
const replicated = (destination: Props) => set(replication, "rules", [{ ...enabled, destination }]);

/** A bucket without a region of its own, through a provider. */
const through =
    (bucket: string, provider = "other"): Change =>
    (stack) => {
        set(`Bucket ${bucket}`, "region", undefined)(stack);
        const index = stack.findIndex(({ type, name }) => type.endsWith(":Bucket") && name === bucket);
        stack.splice(index, 1, { ...(stack[index] as Resource), provider: urnOf("pulumi:providers:aws", provider) });
    };
const worksIn = (region: string) =>
    both(through("replica"), add(resource("pulumi:providers:aws", "other", { region })));

const anyCluster = "arn:aws:eks:*:*:cluster/*";
const here = { region: "eu-west-1" };
const there = { region: "eu-central-1" };
const later = [{ destinationVaultArn: unknown }];
const vault = (props: Props, name = "vault") => resource("aws:backup/vault:Vault", name, props);
/** A plan of AWS Backup in eu-west-1, by a selection, whose rules were made from these vaults. */
const copying = (resources: string[] | undefined, copyActions: Props[], ...vaults: Resource[]) => [
    ...velero({ configuration: { backupStorageLocation: [] } }),
    ...vaults,
    resource(
        "aws:backup/plan:Plan",
        "plan",
        { ...here, rules: [{ copyActions }] },
        { rules: vaults.map(({ urn }) => urn) },
    ),
    resource("aws:backup/selection:Selection", "all", { resources, planId: "id-of-plan" }),
];
const elsewhere = { destinationVaultArn: "arn:aws:backup:eu-central-1:1:backup-vault:b" };
const plan = (props: Props) => [...selection("*"), resource("aws:backup/plan:Plan", "plan", props)];
const absent = { says: /not in this stack/ };
/** A plan whose rules write to a vault with a lock. */
const locked = (rules: Props[], minRetentionDays: number) => [
    ...plan({ rules: rules.map((rule) => ({ ...rule, targetVaultName: "id-of-vault" })) }),
    vault({}),
    resource("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "lock", {
        backupVaultName: "id-of-vault",
        minRetentionDays,
    }),
];

const copies: Edge[] = [
    ["backup-cross-region", "another region", "pass", both()],
    [
        "backup-cross-region",
        "the same region",
        "fail",
        set("Bucket replica", "region", "eu-west-1"),
        { says: /within one region/ },
    ],
    [
        "backup-cross-region",
        "a region that nobody knows",
        "unknown",
        set("Bucket replica", "region", undefined),
        { says: /region of a bucket/ },
    ],
    [
        "backup-cross-region",
        "from a region that nobody knows",
        "unknown",
        set("Bucket backups", "region", undefined),
        { says: /region of a bucket/ },
    ],
    [
        "backup-cross-region",
        "a rule that is off",
        "fail",
        set(replication, "rules", [{ status: "Disabled" }]),
        { says: /one region only/ },
    ],
    ["backup-cross-region", "one rule of two", "pass", set(replication, "rules", [{ status: "Disabled" }, enabled])],
    ["backup-cross-region", "no rules", "fail", set(replication, "rules", undefined), { says: /one region only/ }],
    ["backup-cross-region", "to a bucket that is elsewhere", "unknown", drop("Bucket replica"), { says: /copied to/ }],
    ["backup-cross-region", "backups that are elsewhere", "unknown", velero(), absent],
    ["backup-cross-region", "a plan that copies", "pass", plan({ ...here, rules: [{}, { copyActions: [elsewhere] }] })],
    [
        "backup-cross-region",
        "a plan of no known region that copies",
        "unknown",
        plan({ rules: [{ copyActions: [elsewhere] }] }),
    ],
    [
        "backup-cross-region",
        "a plan that copies nobody knows where",
        "unknown",
        plan({ rules: [{ copyActions: [{}] }] }),
        { says: /copies to is not known/ },
    ],
    [
        "backup-cross-region",
        "a plan that copies to what is no ARN",
        "unknown",
        plan({ rules: [{ copyActions: [{ destinationVaultArn: "copies" }] }] }),
        { says: /copies to is not known/ },
    ],
    [
        "backup-cross-region",
        "a plan that copies on Sundays",
        "pass",
        plan({ ...here, rules: [{ schedule: "cron(30 1 ? * SUN *)", copyActions: [elsewhere] }] }),
    ],
    [
        "backup-cross-region",
        "a plan that copies once a month",
        "fail",
        plan({ rules: [{ schedule: "cron(30 1 1 * ? *)", copyActions: [elsewhere] }] }),
        { says: /every week/ },
    ],
    [
        "backup-cross-region",
        "a plan for another cluster that copies",
        "fail",
        both(
            drop(replication),
            add(
                resource("aws:backup/plan:Plan", "plan", { rules: [{ copyActions: [elsewhere] }] }),
                ...selection("arn:aws:eks:eu-west-1:1:cluster/other").slice(1),
            ),
        ),
        { says: /one region only/ },
    ],
    [
        "backup-cross-region",
        "a copy of what is not under KMS, of what is",
        "fail",
        set(replication, "rules.0.sourceSelectionCriteria", undefined),
        { says: /sseKmsEncryptedObjects/ },
    ],
    [
        "backup-cross-region",
        "a copy of what is not under KMS",
        "pass",
        both(set(replication, "rules.0.sourceSelectionCriteria", undefined), drop(encryption)),
    ],
    [
        "backup-cross-region",
        "a plan that does not",
        "fail",
        plan({ rules: [{ copyActions: [] }] }),
        { says: /copies nothing/ },
    ],
    ["backup-cross-region", "a plan without rules", "fail", plan({}), { says: /copies nothing/ }],
    ["backup-cross-region", "to a bucket whose ARN comes later", "pass", replicated({ bucket: unknown })],
    ["backup-cross-region", "to a bucket whose ARN is left empty", "pass", replicated({ bucket: "" })],
    ["backup-cross-region", "to a bucket by its id", "pass", replicated({ bucket: "id-of-replica" })],
    ["backup-cross-region", "to a bucket by its name", "pass", replicated({ bucket: "arn:aws:s3:::shop-replica" })],
    [
        "backup-cross-region",
        "to a bucket by its name, beside one without",
        "pass",
        both(replicated({ bucket: "arn:aws:s3:::shop-replica" }), set("Bucket backups", "bucket", unknown)),
    ],
    [
        "backup-cross-region",
        "to one of two buckets, which comes later",
        "unknown",
        both(
            replicated({ bucket: unknown }),
            madeFrom(replication, "rules", "aws:s3/bucket:Bucket replica", "aws:s3/bucket:Bucket backups"),
        ),
        { says: /copied to/ },
    ],
    ["backup-cross-region", "the region of another provider", "pass", worksIn("eu-central-1")],
    ["backup-cross-region", "the same region of another provider", "fail", worksIn("eu-west-1")],
    [
        "backup-cross-region",
        "the region of one provider, whichever that is",
        "fail",
        both(through("replica"), through("backups")),
        { says: /within one region/ },
    ],
    [
        "backup-cross-region",
        "two providers, neither of which says its region",
        "unknown",
        both(through("replica"), through("backups", "third")),
        { says: /region of a bucket is not known/ },
    ],
    [
        "backup-cross-region",
        "a plan for clusters that copies",
        "pass",
        copying(["arn:aws:rds:1", anyCluster], [elsewhere]),
    ],
    [
        "backup-cross-region",
        "a plan for what comes later that copies",
        "unknown",
        copying([unknown as never], [elsewhere]),
        { ...absent, config: { "backup-tool-present": "disabled" } },
    ],
    [
        "backup-cross-region",
        "a plan for nothing",
        "unknown",
        copying(undefined, [elsewhere]),
        { ...absent, config: { "backup-tool-present": "disabled" } },
    ],
    ["backup-cross-region", "a plan that copies to a vault elsewhere", "pass", copying(["*"], later, vault(there))],
    [
        "backup-cross-region",
        "a plan that copies to a vault elsewhere, by way of one that is here",
        "pass",
        copying(["*"], later, vault(here), vault(there, "other")),
    ],
    [
        "backup-cross-region",
        "a plan that copies to a vault that is here",
        "unknown",
        copying(["*"], later, vault(here)),
    ],
    [
        "backup-cross-region",
        "a plan that copies to a vault that is here, and names it",
        "fail",
        copying(["*"], [{ destinationVaultArn: "arn:aws:backup:eu-west-1:1:backup-vault:b" }], vault(there)),
        { says: /copies nothing/ },
    ],
    ["backup-immutable", "a copy that is elsewhere", "fail", drop("Bucket replica"), { says: /can delete/ }],
    ["backup-immutable", "a lock on the copy", "pass", both()],
    [
        "backup-immutable",
        "a lock that keeps nothing by itself",
        "fail",
        set("BucketObjectLockConfiguration replica", "rule", {}),
        { says: /only if somebody/ },
    ],
    [
        "backup-immutable",
        "a lock for thirteen days",
        "fail",
        set("BucketObjectLockConfiguration replica", "rule.defaultRetention.days", 13),
        { says: /less than 14 days/ },
    ],
    [
        "backup-immutable",
        "a lock for fourteen days",
        "pass",
        set("BucketObjectLockConfiguration replica", "rule.defaultRetention.days", 14),
    ],
    [
        "backup-immutable",
        "an air-gapped vault that takes what is kept for a month, and nothing is",
        "fail",
        [
            ...plan({ rules: [{ targetVaultName: "id-of-vault", lifecycle: { deleteAfter: 8 } }] }),
            resource("aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault", "vault", { minRetentionDays: 30 }),
        ],
        { says: /takes nothing/ },
    ],
    [
        "backup-immutable",
        "a lock for a year",
        "pass",
        set("BucketObjectLockConfiguration replica", "rule.defaultRetention", { mode: "GOVERNANCE", years: 1 }),
    ],
    [
        "backup-immutable",
        "a vault that takes what is kept for a week, and nothing is",
        "fail",
        locked([{ lifecycle: { deleteAfter: 2 } }], 7),
        { says: /takes nothing/ },
    ],
    [
        "backup-immutable",
        "a vault that takes what is kept for a week, and something is",
        "pass",
        locked([{ lifecycle: { deleteAfter: 2 } }, { lifecycle: { deleteAfter: 7 } }], 7),
    ],
    ["backup-immutable", "a vault of what is kept for ever", "pass", locked([{}], 7)],
    ["backup-immutable", "no lock", "fail", drop("BucketObjectLockConfiguration replica"), { says: /can delete/ }],
    ["backup-immutable", "backups that are elsewhere", "unknown", velero(), absent],
    [
        "backup-immutable",
        "a vault with a lock",
        "pass",
        [
            ...plan({ rules: [{ targetVaultName: "id-of-vault" }] }),
            resource("aws:backup/vault:Vault", "vault", {}),
            resource("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "lock", {
                backupVaultName: "id-of-vault",
            }),
        ],
    ],
    [
        "backup-immutable",
        "a vault without",
        "fail",
        [...plan({ rules: [{ targetVaultName: "id-of-vault" }] }), resource("aws:backup/vault:Vault", "vault", {})],
        { says: /can delete/ },
    ],
    [
        "backup-immutable",
        "an air-gapped vault",
        "pass",
        [
            ...plan({ rules: [{ targetVaultName: "id-of-vault" }] }),
            resource("aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault", "vault", {}),
        ],
    ],
];

const outputs = (given?: Props) => [cluster(), { ...resource("pulumi:pulumi:Stack", "shop-prod", {}), outputs: given }];
const record = (props: Props) => [cluster(), resource("aws:route53/record:Record", "shop", props)];

const admission = "admissionregistration.k8s.io/v1";
const claims = { apiGroups: [""], operations: ["CREATE"], resources: ["persistentvolumeclaims"] };
const holding = ({ judged = [claims] as Props[], expression = "false", validationActions = ["Deny"] } = {}) => [
    object(`${admission}:ValidatingAdmissionPolicy`, "claims", {
        metadata: { name: "claims" },
        spec: { matchConstraints: { resourceRules: judged }, validations: [{ expression }] },
    }),
    object(`${admission}:ValidatingAdmissionPolicyBinding`, "claims", {
        metadata: { name: "claims" },
        spec: { policyName: "claims", validationActions },
    }),
];
const ofOthers = { bucket: "replica", accessMode: "ReadOnly" };
const standby = velero({ configuration: { backupStorageLocation: [{ bucket: "own" }, ofOthers] } });
const taken = { says: /take the places/ };

const recovery: Edge[] = [
    ["dr-standby-declared", "a standby that gives nobody a volume", "pass", [...standby, ...holding()]],
    [
        "dr-standby-declared",
        "a standby whose location is an object",
        "pass",
        [...velero(), object("velero.io/v1:BackupStorageLocation", "other", { spec: ofOthers }), ...holding()],
    ],
    ["dr-standby-declared", "a standby whose workloads run", "fail", standby, taken],
    ...Object.entries({
        "only warns of volumes": { validationActions: ["Warn"] },
        "judges pods": { judged: [{ ...claims, resources: ["pods"] }] },
        "judges changes of volumes": { judged: [{ ...claims, operations: ["UPDATE"] }] },
        "judges nothing": { judged: [] },
        "lets volumes be that have a class": { expression: "has(object.spec.storageClassName)" },
    }).map(
        ([what, policy]): Edge => [
            "dr-standby-declared",
            `a standby that ${what}`,
            "fail",
            [...standby, ...holding(policy)],
            taken,
        ],
    ),
    ["dr-standby-declared", "a policy on a cluster of its own", "fail", [...velero(), ...holding()], { says: /leads/ }],
    ["iac-state-recoverable", "both outputs", "pass", outputs({ clusterName: "shop", clusterArn: "arn" })],
    ["iac-state-recoverable", "without the ARN", "fail", outputs({ clusterName: "shop" }), { says: /clusterArn/ }],
    ["iac-state-recoverable", "without the name", "fail", outputs({ clusterArn: "arn" }), { says: /clusterName/ }],
    ["iac-state-recoverable", "outputs that are not there", "unknown", [cluster()]],
    ...["failover", "latency", "weighted", "geolocation"].map(
        (kind): Edge => [
            "dr-standby-declared",
            `records by ${kind}`,
            "pass",
            record({ [`${kind}RoutingPolicies`]: [], healthCheckId: "check" }),
        ],
    ),
    ["dr-standby-declared", "a record without a check", "fail", record({ failoverRoutingPolicies: [] })],
    ["dr-standby-declared", "a plain record", "fail", record({ healthCheckId: "check" })],
    [
        "dr-standby-declared",
        "an accelerator",
        "pass",
        [cluster(), resource("aws:globalaccelerator/accelerator:Accelerator", "all", {})],
    ],
    [
        "dr-standby-declared",
        "steps of a cold start",
        "pass",
        [cluster()],
        { config: { "dr-standby-declared": { coldStart: "https://example.com/dr" } } },
    ],
];

const rbac = "rbac.authorization.k8s.io/v1";
const everything = [
    { apiGroups: ["velero.io"], resources: ["restores"], verbs: ["create", "get", "list", "watch"] },
    { apiGroups: [""], resources: ["configmaps", "persistentvolumeclaims", "pods"], verbs: ["get", "list", "watch"] },
];
const account = { kind: "ServiceAccount", name: "restore-test", namespace: "velero" };

interface Testing {
    job?: Props;
    rules?: Props[];
    subjects?: Props[];
    binding?: "RoleBinding" | "ClusterRoleBinding";
    role?: "Role" | "ClusterRole";
    roleName?: string;
    roleIn?: string;
}

/** A job that restores, with what its account may do; alerts are the chart's. */
const testing = ({
    job,
    rules = everything,
    subjects = [{ ...account, name: "other" }, account],
    ...given
}: Testing) => {
    const { binding = "RoleBinding", role = "Role", roleName = "restore-test", roleIn = "velero" } = given;
    return [
        ...velero(),
        release("monitoring", "kube-prometheus-stack", {}),
        object("batch/v1:CronJob", "restore-test", {
            metadata: { namespace: "velero" },
            spec: {
                schedule: "0 3 1 * *",
                jobTemplate: {
                    spec: { template: { spec: { serviceAccountName: "restore-test", containers: [{ name: "t" }] } } },
                },
                ...job,
            },
        }),
        object(`${rbac}:${role}`, "restore-test", { metadata: { namespace: roleIn, name: roleName }, rules }),
        object(`${rbac}:${role}`, "other", { metadata: { namespace: "velero", name: "other" }, rules: [] }),
        object(`${rbac}:${binding}`, "restore-test", {
            metadata: { namespace: "velero" },
            roleRef: { kind: role, name: "restore-test" },
            subjects,
        }),
        object(`${rbac}:${binding}`, "empty", { metadata: { namespace: "velero" } }),
    ];
};
const restores = (what: string, status: Edge[2], given: Testing, says?: RegExp): Edge => [
    "backup-restore-test",
    what,
    status,
    testing(given),
    { says },
];
const only = (...resources: string[]) => [everything[0] ?? {}, { ...everything[1], resources }];
const untested = /nobody knows/;
/** A rule of EventBridge on jobs of AWS Backup, with a target. */
const heard = (kind: string, detail: Props, rule: Props = {}) => [
    resource("aws:cloudwatch/eventRule:EventRule", "backups", {
        eventPattern: JSON.stringify({ source: ["aws.backup"], "detail-type": [`${kind} Job State Change`], detail }),
        ...rule,
    }),
    resource("aws:cloudwatch/eventTarget:EventTarget", "topic", { rule: "id-of-backups" }),
];
const restoreFailed = heard("Restore", { status: ["ABORTED", "FAILED"] });
const testPlan = (selection: Props, plan: Props = {}, told: readonly Resource[] = restoreFailed) => [
    ...velero(),
    resource("aws:backup/restoreTestingPlan:RestoreTestingPlan", "plan", {
        name: "monthly",
        scheduleExpression: "cron(0 5 1 * ? *)",
        ...plan,
    }),
    resource("aws:backup/restoreTestingSelection:RestoreTestingSelection", "all", {
        validationWindowHours: 1,
        ...selection,
    }),
    ...told,
];
const named = { restoreTestingPlanName: "monthly" };
const testPlans: Edge[] = [
    [
        "backup-restore-test",
        "a plan of AWS once a year",
        "fail",
        testPlan(named, { scheduleExpression: "cron(0 5 1 1 ? *)" }),
        { says: /less than once a month/ },
    ],
    [
        "backup-restore-test",
        "a plan of AWS without a schedule",
        "fail",
        testPlan(named, { scheduleExpression: undefined }),
        { says: /less than once a month/ },
    ],
    [
        "backup-restore-test",
        "a plan of AWS that nobody can look at",
        "fail",
        testPlan({ ...named, validationWindowHours: undefined }),
        { says: /validationWindowHours/ },
    ],
    ["backup-restore-test", "a plan of AWS that nobody hears of", "fail", testPlan(named, {}, []), { says: /hears/ }],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule that no restore matches",
        "fail",
        testPlan(named, {}, heard("Restore", { state: ["FAILED"] })),
        { says: /hears/ },
    ],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule on what went well",
        "fail",
        testPlan(named, {}, heard("Restore", { status: ["COMPLETED"] })),
        { says: /hears/ },
    ],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule without a target",
        "fail",
        testPlan(named, {}, restoreFailed.slice(0, 1)),
        { says: /hears/ },
    ],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule that is off",
        "fail",
        testPlan(named, {}, heard("Restore", { status: ["FAILED"] }, { state: "DISABLED" })),
        { says: /hears/ },
    ],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule with alternatives",
        "pass",
        testPlan(named, {}, heard("Restore", { $or: [{ state: ["FAILED"] }, { status: ["FAILED"] }] })),
    ],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule on every job",
        "pass",
        testPlan(named, {}, heard("Restore", {})),
    ],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule with alternatives that went well",
        "fail",
        testPlan(named, {}, heard("Restore", { $or: [{ status: ["COMPLETED"] }, { status: ["RUNNING"] }] })),
        { says: /hears/ },
    ],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule on all of AWS Backup",
        "pass",
        testPlan(named, {}, heard("", {}, { eventPattern: JSON.stringify({ source: ["aws.backup"] }) })),
    ],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule on another service",
        "fail",
        testPlan(named, {}, heard("", {}, { eventPattern: JSON.stringify({ source: ["aws.ec2"] }) })),
        { says: /hears/ },
    ],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule on copies",
        "fail",
        testPlan(named, {}, heard("Copy", {})),
        { says: /hears/ },
    ],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule on no service",
        "fail",
        testPlan(named, {}, heard("", {}, { eventPattern: JSON.stringify({ detail: {} }) })),
        { says: /hears/ },
    ],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule by the clock",
        "fail",
        testPlan(named, {}, heard("", {}, { eventPattern: undefined, scheduleExpression: "rate(1 hour)" })),
        { says: /hears/ },
    ],
    [
        "backup-restore-test",
        "a plan of AWS, and a rule that is known later",
        "unknown",
        testPlan(named, {}, heard("Restore", {}, { eventPattern: unknown })),
    ],
];

const alone = (...told: readonly Resource[]) => [...planned({}), ...told];
const withoutPrometheus = { config: { "prometheus-present": "disabled" } };
const alerts: Edge[] = [
    [
        "backup-alerts",
        "AWS Backup alone, whose failures somebody hears of",
        "pass",
        alone(...heard("Backup", { state: ["FAILED"] })),
        withoutPrometheus,
    ],
    [
        "backup-alerts",
        "AWS Backup alone, whose failures nobody hears of",
        "fail",
        alone(),
        { ...withoutPrometheus, says: /nothing hears/ },
    ],
    [
        "backup-alerts",
        "AWS Backup alone, of which only restores are heard of",
        "fail",
        alone(...restoreFailed),
        { ...withoutPrometheus, says: /nothing hears/ },
    ],
    [
        "backup-alerts",
        "AWS Backup beside Velero, of which alone somebody hears",
        "fail",
        [...alone(...heard("Backup", { state: ["FAILED"] })), ...velero().slice(1)],
        { ...withoutPrometheus, says: /VeleroBackupFailed/ },
    ],
];

const tests: Edge[] = [
    restores("every month", "pass", {}),
    restores("once a year", "fail", { job: { schedule: "@yearly" } }, /less than once a month/),
    restores("suspended", "fail", { job: { suspend: true } }, /suspended/),
    restores("by an account of the whole cluster", "pass", {
        binding: "ClusterRoleBinding",
        role: "ClusterRole",
        roleIn: "elsewhere",
    }),
    restores("by a role of another namespace", "fail", { roleIn: "elsewhere" }, untested),
    restores("by another role", "fail", { roleName: "third" }, untested),
    restores("by a role that grants nothing", "fail", { rules: [] }, untested),
    restores("by another account", "fail", { subjects: [{ ...account, name: "other" }] }, untested),
    restores("by a user of the name", "fail", { subjects: [{ ...account, kind: "User" }] }, untested),
    restores(
        "by an account of another namespace",
        "fail",
        { subjects: [{ ...account, namespace: "elsewhere" }] },
        untested,
    ),
    restores("without a look at what was restored", "fail", { rules: everything.slice(0, 1) }, /may not see/),
    ...["configmaps", "persistentvolumeclaims", "pods"].map((each) =>
        restores(`with a look at ${each}`, "pass", { rules: only(each) }),
    ),
    ["backup-restore-test", "a plan of AWS, by its name", "pass", testPlan({ restoreTestingPlanName: "monthly" })],
    ["backup-restore-test", "a plan of AWS, by its id", "pass", testPlan({ restoreTestingPlanName: "id-of-plan" })],
    [
        "backup-restore-test",
        "a plan of AWS that selects nothing",
        "fail",
        testPlan({ restoreTestingPlanName: "other" }),
        { says: /selects nothing/ },
    ],
    ["backup-restore-test", "nothing", "fail", velero(), { says: untested }],
];

const claim = (metadata: Props = {}) => inShop("core/v1:PersistentVolumeClaim", "data", { metadata });
const covering = (template: Props, ...claims: Props[]) => [
    ...velero({ schedules: { all: { schedule: "@daily", template } } }),
    ...((claims.length > 0 ? claims : [claim()]) as ReturnType<typeof claim>[]),
];
const labelled = claim({ labels: { app: "shop" } });
const ofShop = { matchLabels: { app: "shop" } };
const ofCart = { matchLabels: { app: "cart" } };
const statefulSet = (...volumeClaimTemplates: Props[]) =>
    inShop("apps/v1:StatefulSet", "db", { spec: { volumeClaimTemplates } });

const scope: Edge[] = [
    ["backup-covers-stateful", "everything", "pass", covering({})],
    ["backup-covers-stateful", "every namespace by a star", "pass", covering({ includedNamespaces: ["*"] })],
    [
        "backup-covers-stateful",
        "its namespace among others",
        "pass",
        covering({ includedNamespaces: ["cart", "shop"] }),
    ],
    [
        "backup-covers-stateful",
        "another namespace",
        "fail",
        covering({ includedNamespaces: ["cart"] }),
        { says: /namespace shop/ },
    ],
    ["backup-covers-stateful", "all but its namespace", "fail", covering({ excludedNamespaces: ["shop"] })],
    ["backup-covers-stateful", "all but another", "pass", covering({ excludedNamespaces: ["cart"] })],
    [
        "backup-covers-stateful",
        "contents that are moved, with the records of earlier moves",
        "fail",
        covering({ snapshotMoveData: true }),
        { says: /from the second one on no volume is restored/ },
    ],
    [
        "backup-covers-stateful",
        "contents that are moved, without Velero's namespace",
        "pass",
        covering({ snapshotMoveData: true, excludedNamespaces: ["velero"] }),
    ],
    [
        "backup-covers-stateful",
        "contents of its namespace alone that are moved",
        "pass",
        covering({ snapshotMoveData: true, includedNamespaces: ["shop"] }),
    ],
    [
        "backup-covers-stateful",
        "its namespace and Velero's",
        "fail",
        covering({ snapshotMoveData: true, includedNamespaces: ["shop", "velero"] }),
    ],
    [
        "backup-covers-stateful",
        "all but the records",
        "pass",
        covering({ snapshotMoveData: true, excludedResources: ["datauploads.velero.io"] }),
    ],
    ["backup-covers-stateful", "no snapshots", "fail", covering({ snapshotVolumes: false })],
    [
        "backup-covers-stateful",
        "no snapshots, and files instead",
        "pass",
        covering({ snapshotVolumes: false, defaultVolumesToFsBackup: true }),
    ],
    ["backup-covers-stateful", "its label", "pass", covering({ labelSelector: ofShop }, labelled)],
    ["backup-covers-stateful", "another label", "fail", covering({ labelSelector: ofCart }, labelled)],
    ["backup-covers-stateful", "one of two labels", "pass", covering({ orLabelSelectors: [ofCart, ofShop] }, labelled)],
    ["backup-covers-stateful", "a label that it has not", "fail", covering({ labelSelector: ofShop })],
    ["backup-covers-stateful", "claims of a StatefulSet", "pass", covering({}, statefulSet({}))],
    [
        "backup-covers-stateful",
        "claims of a StatefulSet by their label",
        "pass",
        covering({ labelSelector: ofShop }, statefulSet({ metadata: { labels: { app: "shop" } } })),
    ],
    [
        "backup-covers-stateful",
        "one of its claims alone",
        "fail",
        covering({ labelSelector: ofShop }, statefulSet({ metadata: { labels: { app: "shop" } } }, {})),
    ],
    ["backup-covers-stateful", "a StatefulSet without claims", "not-applicable", covering({}, statefulSet())],
    [
        "backup-covers-stateful",
        "a StatefulSet that says nothing",
        "not-applicable",
        covering({}, inShop("apps/v1:StatefulSet", "db", {})),
    ],
    ...["persistentvolumeclaims", "persistentvolumeclaim", "PVC", "*", "persistentvolumeclaims.v1"].flatMap(
        (name): Edge[] => [
            ["backup-covers-stateful", `nothing but ${name}`, "pass", covering({ includedResources: ["pods", name] })],
            [
                "backup-covers-stateful",
                `nothing of the namespace but ${name}`,
                "pass",
                covering({ includedNamespaceScopedResources: ["pods", name] }),
            ],
            ["backup-covers-stateful", `all but ${name}`, "fail", covering({ excludedResources: ["pods", name] })],
            [
                "backup-covers-stateful",
                `all of the namespace but ${name}`,
                "fail",
                covering({ excludedNamespaceScopedResources: ["pods", name] }),
            ],
        ],
    ),
    ["backup-covers-stateful", "nothing but pods", "fail", covering({ includedResources: ["pods"] })],
    ["backup-covers-stateful", "an empty list of kinds", "pass", covering({ includedResources: [] })],
    ["backup-covers-stateful", "no schedule", "fail", [...velero(), claim()], { says: /no schedule/ }],
    ["backup-covers-stateful", "no Velero", "not-applicable", [cluster(), claim()]],
];

const job = (container: Props, namespace = "shop") =>
    object("batch/v1:CronJob", "dump", {
        metadata: { namespace },
        spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: "dump", ...container }] } } } } },
    });
const database = (image: string) => deployment({ image });
const dump = (container: Props, namespace?: string) => [database("postgres:17"), job(container, namespace)];

const dumps: Edge[] = [
    ...["postgres:17", "bitnami/postgresql:17", "mysql", "mariadb:11", "mongo@sha256:0", "percona/mongodb-7"].map(
        (image): Edge => ["backup-db-dumps", `${image}, not dumped`, "fail", [database(image)]],
    ),
    ["backup-db-dumps", "an exporter", "not-applicable", [database("postgres_exporter:1")]],
    [
        "backup-db-dumps",
        "a hook of the backup",
        "pass",
        [
            inShop("apps/v1:StatefulSet", "db", {
                spec: {
                    template: {
                        metadata: { annotations: { "pre.hook.backup.velero.io/command": '["pg_dump"]' } },
                        spec: { containers: [{ name: "db", image: "postgres:17" }] },
                    },
                },
            }),
        ],
    ],
    ["backup-db-dumps", "no image", "not-applicable", [deployment({ image: undefined })]],
    ["backup-db-dumps", "a command", "pass", dump({ command: ["sh", "-c", "pg_dump shop"] })],
    ["backup-db-dumps", "an argument", "pass", dump({ args: ["mysqldump"] })],
    ["backup-db-dumps", "an image", "pass", dump({ image: "pgbackrest:2" })],
    ["backup-db-dumps", "a job of another kind", "fail", dump({ command: ["report"] })],
    ["backup-db-dumps", "a job of another namespace", "fail", dump({ command: ["pg_dump"] }, "cart")],
    [
        "backup-db-dumps",
        "a database beside others",
        "fail",
        [
            deployment(
                { image: "app" },
                {
                    containers: [
                        { name: "a", image: "app" },
                        { name: "b", image: "postgres" },
                    ],
                },
            ),
        ],
    ],
];

const hooked = both(
    add(
        inShop("apps/v1:StatefulSet", "db", {
            spec: {
                template: {
                    metadata: { annotations: { "pre.hook.backup.velero.io/command": "pg_dump" } },
                    spec: { containers: [{ name: "db", image: "postgres:17" }] },
                },
            },
        }),
    ),
);

hold([
    ...tools,
    ...schedules,
    ...buckets,
    ...copies,
    ...recovery,
    ...tests,
    ...testPlans,
    ...alerts,
    ...scope,
    ...dumps,
    ["backup-db-dumps", "a hook of Velero", "pass", hooked],
]);
