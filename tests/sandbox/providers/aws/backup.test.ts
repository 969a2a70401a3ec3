import { expect, test } from "vitest";
import type { Values } from "../../../../sandbox/providers/values.ts";
import { aws, type Driver, newAccount } from "../clouds.ts";

const plan = (driver: Driver, rule: Values): string =>
    driver.make("aws:backup/plan:Plan", { name: "shop", rules: [{ ruleName: "daily", ...rule }] });
const vault = (driver: Driver, least?: number): string => {
    const name = driver.make("aws:backup/vault:Vault", { name: "backups" });
    if (least !== undefined)
        driver.make("aws:backup/vaultLockConfiguration:VaultLockConfiguration", {
            backupVaultName: name,
            minRetentionDays: least,
        });
    return name;
};

const refused: [title: string, attempt: (driver: Driver) => unknown, says: RegExp][] = [
    ["a vault that is not there", (d) => plan(d, { targetVaultName: "none" }), /none does not exist/],
    [
        "no day of a schedule",
        (d) => plan(d, { targetVaultName: vault(d), schedule: "cron(0 1 * * * *)" }),
        /must be cron/,
    ],
    ["cron of five fields", (d) => plan(d, { targetVaultName: vault(d), schedule: "0 1 * * *" }), /must be cron/],
    ["a window of minutes", (d) => plan(d, { targetVaultName: vault(d), startWindow: 30 }), /startWindow must be/],
    [
        "cold storage for a month",
        (d) => plan(d, { targetVaultName: vault(d), lifecycle: { coldStorageAfter: 90, deleteAfter: 120 } }),
        /deleteAfter is 90 days more than coldStorageAfter at least, not 120 with 90/,
    ],
    [
        "a backup that goes before its vault lets it",
        (d) => plan(d, { targetVaultName: vault(d, 7), lifecycle: { deleteAfter: 2 } }),
        /backups is locked for 7 days at least, and a rule keeps backups for 2/,
    ],
    [
        "a lock for good that begins at once",
        (d) =>
            d.make("aws:backup/vaultLockConfiguration:VaultLockConfiguration", {
                backupVaultName: vault(d),
                changeableForDays: 1,
            }),
        /changeableForDays must be/,
    ],
    [
        "a lock on a bucket without versions",
        (d) =>
            d.make("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", {
                bucket: d.make("aws:s3/bucket:Bucket", { bucket: "shop-replica" }),
            }),
        /a lock needs versioning/,
    ],
];

test.each(refused)("AWS Backup does not take %s", (_, attempt, says) => {
    expect(() => attempt(aws())).toThrow(says);
});

test("A copy that goes before the vault of the other region lets it is refused as well", () => {
    const account = newAccount();
    const there = aws(account, { region: "eu-central-1" });
    const destinationVaultArn = there.outputs("aws:backup/vault:Vault", { name: "copies" }).arn;
    there.make("aws:backup/vaultLockConfiguration:VaultLockConfiguration", {
        backupVaultName: "copies",
        minRetentionDays: 7,
    });
    const here = aws(account);
    const copy = (deleteAfter: number) =>
        plan(here, {
            targetVaultName: "backups",
            copyActions: [{ destinationVaultArn, lifecycle: { deleteAfter } }],
        });
    vault(here);
    expect(() => copy(2)).toThrow(/locked for 7 days at least, and a rule keeps backups for 2/);
    expect(() => copy(7)).not.toThrow();
});
