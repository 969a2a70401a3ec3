import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../sandbox/paths.ts";
import { TestStack } from "./stack.ts";

const config = {
    "production-cluster:region": "eu-central-1",
    "production-cluster:clusterName": "shop",
    "production-cluster:sourceAccountId": "111122223333",
    "production-cluster:readerAccountId": "777788889999",
    "production-cluster:lockForGood": "true",
    "production-cluster:allowDeletion": "true",
};
const program = { file: join(root, "examples/backup-account/index.ts") };
const source = "arn:aws:iam::111122223333:role/shop-*";

test("The account of the backups has locked places that one account writes to and one reads, which stay", async () => {
    const stack = new TestStack({ program, config });
    const { exitCode, output } = await stack.up();
    expect(exitCode, output).toBe(0);
    const resources = await stack.resources();
    const of = (type: string) => resources.filter((resource) => resource.type === type);
    const policies = of("aws:s3/bucketPolicy:BucketPolicy").map(({ inputs }) => JSON.parse(String(inputs?.policy)));
    expect(policies).toHaveLength(2);
    for (const { Statement } of policies) {
        const allowed = Statement.filter(({ Effect }: { Effect: string }) => Effect === "Allow");
        const [copies, ...restores] = allowed;
        expect(copies.Condition).toEqual({ ArnLike: { "aws:PrincipalArn": source } });
        expect(copies.Action).toContain("s3:ObjectOwnerOverrideToBucketOwner");
        for (const { Principal } of restores) expect(Principal.AWS).toBe("arn:aws:iam::777788889999:root");
        // Whoever restores writes nothing but how it went.
        const writes = restores.filter(({ Action }: { Action: string[] }) => Action.includes("s3:PutObject"));
        for (const { Resource } of writes) expect(Resource).toMatch(/\/restores\/\*$/);
    }
    const locks = of("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration");
    const retention = { defaultRetention: { mode: "COMPLIANCE", days: 30 } };
    expect(locks.map(({ inputs }) => inputs?.rule)).toEqual([retention, retention]);
    const told = of("pulumi:pulumi:Stack")[0]?.outputs?.otherAccount;
    expect(told).toMatchObject({ bucket: expect.stringMatching(/^shop-copies-\d{12}-eu-central-1-an$/) });

    const removal = await stack.destroy({ skipPreview: false });
    expect(removal.exitCode, removal.output).toBe(0);
    for (const kept of ["bucket", "vault", "key"])
        expect(removal.output.toLowerCase()).toMatch(new RegExp(`aws:\\S*:${kept} .*retain`));
}, 120_000);
