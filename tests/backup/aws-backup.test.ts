import { beforeAll, describe, expect, it } from "vitest";
import type { Values } from "../../components/platform/addon.ts";
import { args } from "../addons/example.ts";
import { type Recording, record } from "../foundation/recording.ts";

const planned = (backup: Values, more: Values = {}): Promise<Recording<void>> =>
    record(async () => {
        const { ProductionCluster } = await import("../../components/index.ts");
        new ProductionCluster("shop", {
            ...args,
            backup: { awsBackup: true, replicaRegion: "eu-central-1", ...backup },
            ...more,
        });
    });

const vaultType = "aws:backup/vault:Vault";
const lockType = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
const vaultArn = "arn:aws:backup:eu-west-1:111122223333:backup-vault:shop-backups";

let usual: Recording<void>;
let forGood: Recording<void>;
beforeAll(async () => {
    usual = await planned({});
    forGood = await planned({ lock: { mode: "compliance" } }, { allowDeletion: true });
});

describe("The vaults of AWS Backup", () => {
    it("are one here and one in the second region, each under a key of its own and locked before a backup comes", () => {
        const vaults = usual.of(vaultType).map(({ inputs }) => inputs);
        expect(vaults.map(({ name }) => name)).toEqual(["shop-backups", "shop-backup-copies"]);
        expect(new Set(vaults.map(({ kmsKeyArn }) => kmsKeyArn)).size).toBe(2);
        const locks = usual.of(lockType);
        expect(locks.map(({ inputs }) => inputs)).toEqual([
            { backupVaultName: "shop-backups", minRetentionDays: 2 },
            { backupVaultName: "shop-backup-copies", minRetentionDays: 2 },
        ]);
        expect(usual.one("aws:backup/plan:Plan").dependencies).toEqual(
            expect.arrayContaining(locks.map(({ name }) => name)),
        );
    });

    it("are protected from removal, and go with all that is in them where that is meant", async () => {
        for (const { protect, kept, inputs } of usual.of(vaultType))
            expect([protect, kept, inputs.forceDestroy]).toEqual([true, false, false]);
        const removable = await planned({}, { allowDeletion: true });
        for (const { protect, kept, inputs } of removable.of(vaultType))
            expect([protect, kept, inputs.forceDestroy]).toEqual([false, false, true]);
    });

    it("stay with lock, keys and role where the lock is for good, whatever allows their removal", () => {
        expect(forGood.of(lockType).map(({ inputs }) => inputs.changeableForDays)).toEqual([3, 3]);
        const kept = forGood.all.filter((each) => each.kept).map(({ name }) => name);
        for (const name of ["shop", "shop-copies"].flatMap((it) => [`${it}-vault`, `${it}-lock`, `${it}-key`]))
            expect(kept).toContain(name);
        expect(kept.filter((name) => name === "shop-aws-backup")).toHaveLength(2);
    });

    it("are one without a second region, and none without AWS Backup", async () => {
        const one = await planned({ replicaRegion: undefined });
        expect(one.of(vaultType)).toHaveLength(1);
        expect(one.one("aws:backup/plan:Plan").inputs.rules.map((rule: Values) => rule.copyActions)).toEqual([
            undefined,
            undefined,
            undefined,
        ]);
        const { all } = await planned({ awsBackup: false });
        expect(all.filter(({ type }) => type.startsWith("aws:backup/"))).toEqual([]);
    });
});

describe("The plan of AWS Backup", () => {
    it("has the tiers of Velero, an hour later, each copied with the same end", () => {
        const { rules } = usual.one("aws:backup/plan:Plan").inputs;
        expect(rules.map((rule: Values) => [rule.ruleName, rule.schedule, rule.lifecycle])).toEqual([
            ["every-6h", "cron(0 1/6 * * ? *)", { deleteAfter: 2 }],
            ["weekly", "cron(30 2 ? * SUN *)", { deleteAfter: 8 }],
            ["monthly", "cron(30 3 1 * ? *)", { deleteAfter: 1827, coldStorageAfter: 90 }],
        ]);
        for (const { copyActions, lifecycle, targetVaultName } of rules) {
            expect(targetVaultName).toBe("shop-backups");
            expect(copyActions).toEqual([{ destinationVaultArn: expect.any(String), lifecycle }]);
        }
    });

    it("leaves out a tier that is paused, as Velero pauses it", async () => {
        const { one } = await planned({ pausedTiers: ["weekly"] });
        expect(one("aws:backup/plan:Plan").inputs.rules.map((rule: Values) => rule.ruleName)).toEqual([
            "every-6h",
            "monthly",
        ]);
        const { schedules } = one("kubernetes:helm.sh/v3:Release", "-velero").inputs.values;
        const paused = Object.entries<Values>(schedules).filter(([, schedule]) => schedule.paused);
        expect(paused.map(([name]) => name)).toEqual(["weekly"]);
    });

    it("selects the cluster, and of volumes and file systems those with its tag alone", () => {
        const selection = (name: string) => usual.one("aws:backup/selection:Selection", name).inputs;
        const tagged = selection("tagged");
        expect(selection("cluster").resources).toEqual(["arn:aws:eks:eu-west-1:111122223333:cluster/shop"]);
        expect(tagged.resources).toEqual(["arn:aws:ec2:*:*:volume/*", "arn:aws:elasticfilesystem:*:*:file-system/*"]);
        expect(tagged.conditions).toEqual([{ stringEquals: [{ key: "aws:ResourceTag/backup", value: "shop" }] }]);
    });
});

describe("The role of AWS Backup", () => {
    const statements = (): Values[] =>
        JSON.parse(usual.one("aws:iam/rolePolicy:RolePolicy", "shop-aws-backup").inputs.policy).Statement;
    const about = (sid: string) => statements().find(({ Sid }) => Sid === sid);

    it("only looks at what it cannot name", () => {
        const anywhere = statements().filter(({ Resource }) => Resource === "*");
        expect(
            anywhere.flatMap(({ Action }) => Action).filter((it) => !/:(Describe|List|Get|CopyFrom)/.test(it)),
        ).toEqual([]);
    });

    it("lets itself into this cluster and no other, as what reads for a backup", () => {
        expect(about("ReadObjects")).toMatchObject({
            Resource: "arn:aws:eks:eu-west-1:111122223333:access-entry/shop/*",
            Condition: {
                StringEquals: {
                    "eks:policyArn": "arn:aws:eks::aws:cluster-access-policy/AWSBackupFullAccessPolicyForBackup",
                    "eks:accessScope": "cluster",
                },
            },
        });
        expect(about("EnterCluster")?.Resource).not.toContain("*");
        expect(about("UseVaults")?.Resource).toHaveLength(2);
    });
});

describe("A job of AWS Backup that failed", () => {
    interface Event {
        "detail-type": string;
        detail: Record<string, string>;
    }
    const cluster = "arn:aws:eks:eu-west-1:111122223333:cluster/shop";
    const told = ({ inputs }: { inputs: { eventPattern: string } }, event: Event): boolean => {
        const pattern = JSON.parse(inputs.eventPattern);
        const matches = (one: Record<string, string[]>) =>
            Object.entries(one).every(([key, values]) => values.includes(event.detail[key] ?? ""));
        return pattern["detail-type"].includes(event["detail-type"]) && pattern.detail.$or.some(matches);
    };
    const job = (kind: string, detail: Event["detail"]): Event => ({
        "detail-type": `${kind} Job State Change`,
        detail,
    });
    const volume = "arn:aws:ec2:eu-west-1:123456789012:volume/vol-1";

    it.each<[string, Event, boolean]>([
        ["no backup of the cluster", job("Backup", { state: "FAILED", resourceArn: cluster }), true],
        ["a part of a backup", job("Backup", { state: "PARTIAL", resourceArn: cluster }), true],
        [
            "no backup of a volume",
            job("Backup", { state: "EXPIRED", resourceArn: volume, backupVaultArn: vaultArn }),
            true,
        ],
        ["no copy", job("Copy", { state: "FAILED", resourceArn: volume, sourceBackupVaultArn: vaultArn }), true],
        ["no restore", job("Restore", { status: "FAILED", backupVaultArn: vaultArn }), true],
        ["no restore of the cluster", job("Restore", { status: "ABORTED", sourceResourceArn: cluster }), true],
        ["a backup", job("Backup", { state: "COMPLETED", resourceArn: cluster, backupVaultArn: vaultArn }), false],
        ["a restore", job("Restore", { status: "COMPLETED", backupVaultArn: vaultArn }), false],
        [
            "somebody else's",
            job("Backup", { state: "FAILED", resourceArn: volume, backupVaultArn: `${vaultArn}-2` }),
            false,
        ],
    ])("is told where there is %s: %j, %s", (_, event, expected) => {
        expect(told(usual.one("aws:cloudwatch/eventRule:EventRule", "shop-backups"), event)).toBe(expected);
    });

    it("is told of the cluster where somebody else backs it up", async () => {
        const { one } = await planned({ awsBackup: false });
        const rule = one("aws:cloudwatch/eventRule:EventRule", "shop-backups");
        expect(told(rule, job("Backup", { state: "FAILED", resourceArn: cluster }))).toBe(true);
        expect(told(rule, job("Backup", { state: "FAILED", resourceArn: volume, backupVaultArn: vaultArn }))).toBe(
            false,
        );
        expect(one("aws:cloudwatch/eventTarget:EventTarget", "shop-backups").inputs.arn).toMatch(
            /:sns:.*:shop-alerts$/,
        );
    });
});
