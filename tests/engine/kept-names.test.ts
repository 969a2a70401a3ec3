import { join } from "node:path";
import { expect, test } from "vitest";
import { TestStack } from "./stack.ts";

const components = join(import.meta.dirname, "../../components");

/** A bucket as it was called before account-regional namespaces, known to the state by the same type, parent and name. */
const before = `
    import * as aws from "@pulumi/aws";
    import * as pulumi from "@pulumi/pulumi";

    class PrivateBucket extends pulumi.ComponentResource {
        constructor(name: string, opts: pulumi.ComponentResourceOptions) {
            super("production-cluster:index:PrivateBucket", name, {}, opts);
            const bucket = "shop-backups-eu-west-1-000000000000";
            new aws.s3.Bucket("shop-backups-bucket", { bucket, forceDestroy: false }, { parent: this });
        }
    }
    const provider = new aws.Provider("here", { region: "eu-west-1" });
    new PrivateBucket("shop-backups", { provider });
`;

const now = `
    import * as aws from "@pulumi/aws";
    import { bucketName } from "${components}/platform/bucket-name.ts";
    import { PrivateBucket } from "${components}/platform/private-bucket.ts";

    const provider = new aws.Provider("here", { region: "eu-west-1" });
    const { accountId } = aws.getCallerIdentityOutput({}, { provider });
    const name = bucketName("backups", { clusterName: "shop", region: "eu-west-1", accountId });
    const keyArn = "arn:aws:kms:eu-west-1:000000000000:key/1";
    const args = { bucketName: name, keyArn, recoverableDays: 30, allowDeletion: true };
    export const bucket = new PrivateBucket("shop-backups", args, { provider }).bucketName;
`;

test("A bucket that is there keeps its name, and its settings follow that", async () => {
    const stack = new TestStack({ program: { text: before } });
    const first = await stack.up({ skipPreview: true });
    expect(first.exitCode, first.output).toBe(0);

    stack.args.program = { text: now };
    const second = await stack.up({ skipPreview: true });
    expect(second.exitCode, second.output).toBe(0);
    const ofBucket = stack.operations().filter(({ type }) => type === "aws:s3/bucket:Bucket");
    expect(ofBucket.map(({ verb }) => verb)).not.toContain("replace");
    const names = (resources: Awaited<ReturnType<TestStack["resources"]>>) =>
        new Set(resources.flatMap(({ inputs }) => (typeof inputs?.bucket === "string" ? [inputs.bucket] : [])));
    expect(names(await stack.resources())).toEqual(new Set(["shop-backups-eu-west-1-000000000000"]));
});
