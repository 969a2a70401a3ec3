import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../sandbox/paths.ts";
import { TestStack } from "./stack.ts";

const settings = { "production-cluster:region": "eu-west-1", "production-cluster:copyRegion": "eu-central-1" };
const program = { file: join(root, "examples/state-backend/index.ts") };

test("The state of Pulumi has a bucket, a copy of it and one key in two regions, and stays", async () => {
    const stack = new TestStack({ program, config: settings });
    const { exitCode, output } = await stack.up();
    expect(exitCode, output).toBe(0);
    const resources = await stack.resources();
    const of = (type: string) => resources.filter((resource) => resource.type === type);
    const [key] = of("aws:kms/key:Key");
    const [copy] = of("aws:kms/replicaKey:ReplicaKey");
    expect(key?.inputs?.multiRegion).toBe(true);
    expect(copy?.outputs?.keyId).toBe(key?.outputs?.keyId);
    expect(copy?.outputs?.arn).toBe(String(key?.outputs?.arn).replace("eu-west-1", "eu-central-1"));
    const [replication] = of("aws:s3/bucketReplicationConfig:BucketReplicationConfig");
    expect(replication?.inputs).toMatchObject({
        bucket: expect.stringContaining("eu-west-1"),
        rules: [
            {
                destination: {
                    bucket: expect.stringContaining("eu-central-1"),
                    encryptionConfiguration: { replicaKmsKeyId: copy?.outputs?.arn },
                },
            },
        ],
    });
    expect(of("pulumi:pulumi:Stack")[0]?.outputs).toMatchObject({
        backend: expect.stringMatching(/^s3:\/\/pulumi-state-\d{12}-eu-west-1-an\?region=eu-west-1&/),
        copySecretsProvider: `awskms:///${copy?.outputs?.arn}?region=eu-central-1&awssdk=v2`,
    });

    const removal = await stack.destroy({ skipPreview: false });
    expect(removal.exitCode).not.toBe(0);
    expect(removal.output).toMatch(/protected/);
    expect(await stack.resources()).toHaveLength(resources.length);
});
