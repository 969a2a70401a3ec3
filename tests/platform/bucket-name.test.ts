import { expect, test } from "vitest";
import { record } from "../foundation/recording.ts";

const bucketIn = async (region: string) => {
    const { one, of } = await record(async () => {
        const { bucketName } = await import("../../components/platform/bucket-name.ts");
        const { PrivateBucket } = await import("../../components/platform/private-bucket.ts");
        const name = bucketName("backups", { clusterName: "shop", region, accountId: "111122223333" });
        const keyArn = `arn:aws:kms:${region}:111122223333:key/1`;
        new PrivateBucket("shop-backups", { bucketName: name, keyArn, recoverableDays: 30, allowDeletion: false });
    });
    return { bucket: one("aws:s3/bucket:Bucket"), suffixes: of("random:index/randomId:RandomId") };
};

test("A bucket has a name of the account's own namespace, and one that is there keeps its name", async () => {
    const { bucket, suffixes } = await bucketIn("eu-west-1");
    expect(bucket.inputs).toMatchObject({
        bucket: "shop-backups-111122223333-eu-west-1-an",
        bucketNamespace: "account-regional",
    });
    expect(bucket.ignoreChanges).toEqual(["bucket", "bucketNamespace"]);
    expect(suffixes).toEqual([]);
});

test.each(["me-central-1", "me-south-1"])(
    "In %s, which has no such namespaces, its name ends in what nobody guesses",
    async (region) => {
        const { bucket, suffixes } = await bucketIn(region);
        expect(bucket.inputs.bucketNamespace).toBeUndefined();
        expect(bucket.inputs.bucket).toBe(`shop-backups-${region}-0a1b2c3d4e5f`);
        expect(suffixes.map(({ inputs }) => inputs)).toEqual([{ byteLength: 6 }]);
    },
);

test("The longest name is within S3's 63 characters", async () => {
    const { region } = await import("../../components/configuration/aws-fields.ts");
    const longest = "x".repeat(18);
    expect(region.safeParse(`${longest}x`).error?.issues[0]?.message).toContain("18 characters");
    expect(`${"c".repeat(20)}-backups-111122223333-${longest}-an`.length).toBeLessThanOrEqual(63);
});
