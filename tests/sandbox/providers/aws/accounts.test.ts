import { expect, test } from "vitest";
import { aws, newAccount } from "../clouds.ts";

test("Two accounts have things of one name, in a region and in all, and share the names of buckets alone", () => {
    const cloud = newAccount();
    const [ours, theirs] = ["111111111111", "222222222222"].map((id) => aws(cloud, { allowedAccountIds: [id] }));
    const assumeRolePolicy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    for (const [type, inputs] of [
        ["aws:sqs/queue:Queue", { name: "shop" }],
        ["aws:iam/role:Role", { name: "shop", assumeRolePolicy }],
    ] as const) {
        ours?.make(type, inputs, "ours");
        expect(() => ours?.make(type, inputs, "again")).toThrow(/exists already: it was made by .*ours/);
        expect(theirs?.make(type, inputs, "theirs")).toContain("shop");
    }
    ours?.make("aws:s3/bucket:Bucket", { bucket: "shop" }, "ours");
    expect(() => theirs?.make("aws:s3/bucket:Bucket", { bucket: "shop" }, "theirs")).toThrow(/exists already/);
});
