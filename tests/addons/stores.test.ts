import { describe, expect, it } from "vitest";
import { LockMode } from "../../components/backup/lock.ts";
import { record } from "../foundation/recording.ts";

const owner = { clusterName: "shop", region: "eu-west-1", accountId: "123456789012", keyArn: "arn:key" };

/** The backup store, with or without a second region. */
const backupStore = (replicaRegion?: string, allowDeletion = false, mode: LockMode = LockMode.governance) =>
    record(async () => {
        const aws = await import("@pulumi/aws");
        const { BackupStore } = await import("../../components/backup/backup-store.ts");
        const replica = replicaRegion && {
            region: replicaRegion,
            provider: new aws.Provider("there", { region: "eu-central-1" }),
            lock: { mode, replicaDays: 30 },
        };
        new BackupStore("shop", { ...owner, allowDeletion, ...(replica ? { replica } : {}) });
    });

const statements = ({ inputs }: { inputs: { policy: string } }) => JSON.parse(inputs.policy).Statement;

describe("A bucket of the platform", () => {
    it("is encrypted with the given key, versioned, closed to the public and to unencrypted connections", async () => {
        const { one } = await backupStore();
        expect(one("aws:s3/bucket:Bucket").inputs.bucket).toBe("shop-backups-123456789012-eu-west-1-an");
        expect(one("aws:s3/bucketVersioning:BucketVersioning").inputs.versioningConfiguration.status).toBe("Enabled");
        const [rule] = one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")
            .inputs.rules;
        expect(rule.applyServerSideEncryptionByDefault).toEqual({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "arn:key" });
        expect(one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs).toMatchObject({
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        });
        expect(statements(one("aws:s3/bucketPolicy:BucketPolicy"))).toEqual([
            expect.objectContaining({
                Effect: "Deny",
                Principal: "*",
                Action: "s3:*",
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            }),
        ]);
    });

    it("is protected from removal, unless that is meant", async () => {
        const guarded = (await backupStore()).one("aws:s3/bucket:Bucket");
        expect([guarded.protect, guarded.inputs.forceDestroy]).toEqual([true, false]);
        const removable = (await backupStore(undefined, true)).one("aws:s3/bucket:Bucket");
        expect([removable.protect, removable.inputs.forceDestroy]).toEqual([false, true]);
    });
});

describe("The store of backups", () => {
    it("never lets a backup go by its age: newer ones may refer to it", async () => {
        const { one } = await backupStore();
        const [rule] = one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs.rules;
        expect(rule.expiration).toEqual({ expiredObjectDeleteMarker: true });
        expect(rule.noncurrentVersionExpiration).toEqual({ noncurrentDays: 30 });
    });

    it("has no replica without a second region", async () => {
        expect((await backupStore()).of("aws:s3/bucketReplicationConfig:BucketReplicationConfig")).toEqual([]);
    });

    it("copies everything to the second region, under a key of that region, once both sides are versioned", async () => {
        const { one, of } = await backupStore("eu-central-1");
        const replication = one("aws:s3/bucketReplicationConfig:BucketReplicationConfig");
        const key = one("aws:kms/key:Key");
        expect(of("aws:s3/bucket:Bucket").map(({ inputs }) => inputs.bucket)).toEqual([
            "shop-backups-123456789012-eu-west-1-an",
            "shop-replica-123456789012-eu-central-1-an",
        ]);
        expect(key.inputs).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 });
        expect(key.protect).toBe(true);
        const [rule] = replication.inputs.rules;
        expect(rule).toMatchObject({ status: "Enabled", filter: {}, deleteMarkerReplication: { status: "Enabled" } });
        expect(rule.destination.encryptionConfiguration.replicaKmsKeyId).toBe(`arn:${key.name}`);
        for (const { name } of of("aws:s3/bucketVersioning:BucketVersioning")) {
            expect(replication.dependencies).toContain(name);
        }
    });

    it("locks what is copied, before the first copy is made, and not what Velero must delete", async () => {
        const { one } = await backupStore("eu-central-1");
        const lock = one("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration");
        expect(lock.inputs).toMatchObject({
            bucket: "shop-replica-123456789012-eu-central-1-an",
            rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } },
        });
        expect(one("aws:s3/bucketReplicationConfig:BucketReplicationConfig").dependencies).toContain(lock.name);
    });

    it.each([
        [LockMode.governance, []],
        [
            LockMode.compliance,
            [
                "aws:kms/alias:Alias",
                "aws:kms/key:Key",
                "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
                "production-cluster:index:PrivateBucket",
            ],
        ],
    ])("leaves behind what a lock of the mode %s keeps: %j", async (mode, kept) => {
        const { all } = await backupStore("eu-central-1", true, mode);
        const types = all.filter((each) => each.kept).map(({ type }) => type);
        expect(types.toSorted()).toEqual(kept);
    });

    it("lets S3 read here, write there, and use the keys through S3 alone", async () => {
        const { one } = await backupStore("eu-central-1");
        const replication = statements(one("aws:iam/rolePolicy:RolePolicy"));
        const keys = replication.filter(({ Action }: { Action: string[] }) => Action[0]?.startsWith("kms:"));
        expect(keys.map(({ Condition }: { Condition: object }) => Condition)).toEqual([
            { StringLike: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
            { StringLike: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
        ]);
    });
});

describe("The store of logs", () => {
    it("keeps logs longer than Loki does, so that Loki decides what goes", async () => {
        const { one } = await record(async () => {
            const { LogBucket } = await import("../../components/observability/logs/log-bucket.ts");
            new LogBucket("shop", { ...owner, retentionDays: 90, allowDeletion: false });
        });
        const [rule] = one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs.rules;
        expect(rule.expiration.days).toBeGreaterThan(90);
    });
});

describe("The topic of alerts", () => {
    it("is encrypted, and tells every address", async () => {
        const { one, of, outputs } = await record(async () => {
            const { AlertTopic } = await import("../../components/observability/alert-topic.ts");
            const topic = new AlertTopic("shop", { ...owner, emails: ["ops@example.com", "duty@example.com"] });
            return new Promise<string>((resolve) => {
                topic.topicArn.apply(resolve);
            });
        });
        expect(outputs).toBe("arn:aws:sns:eu-west-1:123456789012:shop-alerts");
        expect(one("aws:sns/topic:Topic").inputs).toMatchObject({ name: "shop-alerts", kmsMasterKeyId: "arn:key" });
        expect(of("aws:sns/topicSubscription:TopicSubscription").map(({ inputs }) => inputs.endpoint)).toEqual([
            "ops@example.com",
            "duty@example.com",
        ]);
        const [alarms, events, encrypted] = statements(one("aws:sns/topicPolicy:TopicPolicy"));
        expect(alarms.Condition).toEqual({ StringEquals: { "aws:SourceAccount": "123456789012" } });
        // With a condition, no event would arrive.
        expect(events.Principal).toEqual({ Service: "events.amazonaws.com" });
        expect(events).not.toHaveProperty("Condition");
        expect(encrypted.Effect).toBe("Deny");
    });
});

describe("What AWS runs outside of the cluster", () => {
    const alarms = (zones: string[]) =>
        record(async () => {
            const { CloudAlarms } = await import("../../components/observability/cloud-alarms.ts");
            const natGateways = zones.map((zone) => ({ zone, id: `nat-${zone}` }));
            const clusterArn = "arn:aws:eks:eu-west-1:123456789012:cluster/shop";
            new CloudAlarms("shop", { clusterName: "shop", clusterArn, natGateways, topicArn: "arn:topic" });
        });

    it("tells the topic when it fails, and when that is over", async () => {
        const { of } = await alarms(["eu-west-1a", "eu-west-1b"]);
        const made = of("aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => inputs);
        expect(made.map(({ name }) => name)).toEqual([
            "shop-nat-ports-eu-west-1a",
            "shop-nat-ports-eu-west-1b",
            "shop-api-errors",
        ]);
        for (const { alarmActions, okActions, treatMissingData } of made)
            expect([alarmActions, okActions, treatMissingData]).toEqual([["arn:topic"], ["arn:topic"], "notBreaching"]);
        expect(made[1].dimensions).toEqual({ NatGatewayId: "nat-eu-west-1b" });
    });

    it("is a share of the requests, where it is the API: one value out of two metrics of this cluster", async () => {
        const { one } = await alarms([]);
        const { metricQueries } = one("aws:cloudwatch/metricAlarm:MetricAlarm").inputs;
        expect(metricQueries.filter(({ returnData }: { returnData?: boolean }) => returnData)).toHaveLength(1);
        const measured = metricQueries.flatMap(({ metric }: { metric?: { dimensions: object } }) => metric ?? []);
        for (const { namespace, dimensions } of measured)
            expect([namespace, dimensions]).toEqual(["AWS/EKS", { ClusterName: "shop" }]);
    });
});

describe("The queue of interruptions", () => {
    it("hears of everything that takes a machine away, from its own rules alone", async () => {
        const { one, of } = await record(async () => {
            const { InterruptionQueue } = await import("../../components/capacity/interruption-queue.ts");
            new InterruptionQueue("shop", owner);
        });
        const rules = of("aws:cloudwatch/eventRule:EventRule");
        expect(rules.flatMap(({ inputs }) => JSON.parse(inputs.eventPattern)["detail-type"])).toEqual([
            "AWS Health Event",
            "EC2 Spot Instance Interruption Warning",
            "EC2 Instance Rebalance Recommendation",
            "EC2 Instance State-change Notification",
            "EC2 Capacity Reservation Instance Interruption Warning",
        ]);
        expect(of("aws:cloudwatch/eventTarget:EventTarget")).toHaveLength(rules.length);
        const queue = one("aws:sqs/queue:Queue");
        expect(queue.inputs).toMatchObject({ name: "shop-interruptions", kmsMasterKeyId: "arn:key" });
        const [announcements, encrypted] = statements(one("aws:sqs/queuePolicy:QueuePolicy"));
        expect(announcements.Condition.ArnEquals["aws:SourceArn"]).toEqual(rules.map(({ name }) => `arn:${name}`));
        expect(encrypted.Effect).toBe("Deny");
    });
});

describe("The password of the backups", () => {
    const password = (allowDeletion: boolean) =>
        record(async () => {
            const { RepositoryPassword } = await import("../../components/backup/repository-password.ts");
            const replica = { region: "eu-central-1", keyArn: "arn:key:there" };
            new RepositoryPassword("shop", { clusterName: "shop", keyArn: "arn:key", replica, allowDeletion });
        });

    it("is encrypted here and in the second region with the keys of the backups, and protected with its value", async () => {
        const { one } = await password(false);
        const secret = one("aws:secretsmanager/secret:Secret");
        expect(secret.inputs).toMatchObject({
            name: "shop/velero-repo-credentials",
            kmsKeyId: "arn:key",
            replicas: [{ region: "eu-central-1", kmsKeyId: "arn:key:there" }],
            recoveryWindowInDays: 30,
        });
        expect([secret.protect, one("random:index/randomPassword:RandomPassword").protect]).toEqual([true, true]);
    });

    it("leaves its name free where it is removed on purpose", async () => {
        const { one } = await password(true);
        const secret = one("aws:secretsmanager/secret:Secret");
        expect([secret.inputs.recoveryWindowInDays, secret.protect]).toEqual([0, false]);
    });
});
