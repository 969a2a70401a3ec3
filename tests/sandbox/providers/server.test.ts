import { afterAll, beforeAll, expect, test } from "vitest";
import { annotateSecrets, plain, secret, secretsOf, unknownValue } from "../../../sandbox/providers/values.ts";
import { newAccount } from "./clouds.ts";
import { Clouds, type ProviderClient } from "./provider-client.ts";

const urn = (type: string, name = "it") => `urn:pulumi:test::test::${type}::${name}`;
const vpc = urn("test:index:Parent$aws:ec2/vpc:Vpc");
const version = urn("aws:secretsmanager/secretVersion:SecretVersion");

let clouds: Clouds;
let aws: ProviderClient;
let random: ProviderClient;
beforeAll(async () => {
    const { folder } = newAccount();
    const settings = { region: "eu-west-1", defaultTags: JSON.stringify({ tags: { team: "a" } }) };
    clouds = await Clouds.start(["aws", "random"], folder);
    aws = await clouds.provider("aws", settings);
    random = await clouds.provider("random", {});
});
afterAll(() => {
    aws.stop();
    random.stop();
    clouds.stop();
});

test("two providers of one package have settings of their own", async () => {
    const other = await clouds.provider("aws", { region: "eu-central-1" });
    const regions = await Promise.all(
        [aws, other].map(async (provider) => (await provider.check(vpc, { cidrBlock: "10.0.0.0/16" })).inputs.region),
    );
    expect(regions).toEqual(["eu-west-1", "eu-central-1"]);
    other.stop();
});

test("a provider knows its settings, nested ones too", async () => {
    const { inputs } = await aws.check(vpc, { cidrBlock: "10.0.0.0/16" });
    expect(inputs).toMatchObject({ region: "eu-west-1", tagsAll: { team: "a" } });
});

test("a connection that was never told its settings is refused", async () => {
    const other = clouds.connection("aws");
    await expect(other.check(vpc, { cidrBlock: "10.0.0.0/16" })).rejects.toThrow("the connection is a new one");
    other.stop();
});

test("a plan knows what the program said, and nothing that AWS would say", async () => {
    const { id, outputs } = await aws.create(vpc, { cidrBlock: "10.0.0.0/16", region: "eu-west-1" }, true);
    expect(id).toBe("");
    expect(outputs).toMatchObject({
        cidrBlock: "10.0.0.0/16",
        arn: unknownValue,
        defaultSecurityGroupId: unknownValue,
    });

    const cluster = urn("aws:eks/cluster:Cluster");
    const planned = await aws.create(cluster, { name: "shop", vpcConfig: { endpointPrivateAccess: true } }, true);
    expect(planned.outputs).toMatchObject({
        name: "shop",
        endpoint: unknownValue,
        certificateAuthority: unknownValue,
        vpcConfig: { endpointPrivateAccess: true, clusterSecurityGroupId: unknownValue },
    });
});

test("a plan of a change keeps what is known, and makes unknown what follows from something unknown", async () => {
    const inputs = { cidrBlock: "10.5.0.0/16", region: "eu-west-1" };
    const { id, outputs } = await aws.create(vpc, inputs);
    expect(await aws.update(vpc, id, inputs, { ...inputs, tags: { a: unknownValue } }, true)).toEqual({
        ...outputs,
        tags: { a: unknownValue },
    });
    const alias = urn("aws:kms/alias:Alias");
    const next = { name: "alias/x", targetKeyId: unknownValue, region: "eu-west-1" };
    expect(await aws.update(alias, "alias/x", {}, next, true)).toMatchObject({ targetKeyArn: unknownValue });
});

test("a version that AWS counts is unknown in the plan of a change, and one higher after it", async () => {
    const template = urn("aws:ec2/launchTemplate:LaunchTemplate");
    const inputs = { name: "nodes", region: "eu-west-1" };
    const { id, outputs } = await aws.create(template, inputs);
    const next = { ...inputs, imageId: "ami-12345678" };
    expect(outputs).toMatchObject({ latestVersion: 1, defaultVersion: 1 });
    expect(await aws.update(template, id, inputs, next, true)).toMatchObject({ latestVersion: unknownValue });
    expect(await aws.update(template, id, inputs, next, false)).toMatchObject({ latestVersion: 2, defaultVersion: 1 });
});

test("a plan makes nothing", async () => {
    const bucket = (name: string) => urn("aws:s3/bucket:Bucket", name);
    await aws.create(bucket("one"), { bucket: "shop-planned" }, true);
    await expect(aws.create(bucket("two"), { bucket: "shop-planned" })).resolves.toMatchObject({ id: "shop-planned" });
});

test("a secret stays one, from the check to the state", async () => {
    const secretId = (await aws.create(urn("aws:secretsmanager/secret:Secret"), { name: "shop/db" })).id;
    const { inputs } = await aws.check(version, { secretId, secretString: secret("hunter22") });
    expect(inputs.secretString).toEqual(secret("hunter22"));
    for (const preview of [true, false]) {
        const { outputs } = await aws.create(version, inputs, preview);
        expect(secretsOf(outputs)).toEqual(["hunter22"]);
        expect(JSON.stringify(plain(outputs))).toContain("hunter22");
    }
});

test("a secret in a map of others is sealed alone, one in a list with the whole list", () => {
    const original = { values: { password: secret("x"), host: "y", keys: [secret("z"), "w"] } };
    expect(annotateSecrets(original, plain(original))).toEqual({
        values: { password: secret("x"), host: "y", keys: secret(["z", "w"]) },
    });
});

test("a secret is not shown in what is refused", async () => {
    const { reasons } = await aws.check(vpc, { cidrBlock: secret("10.0.0.0/hush") });
    expect(reasons.join()).toMatch(/cidrBlock must be an IPv4 range .*not "\[secret\]"/);
    const subnet = urn("aws:ec2/subnet:Subnet");
    await expect(aws.create(subnet, { vpcId: secret("vpc-hush"), cidrBlock: "10.0.0.0/24" })).rejects.toThrow(
        /vpcId: \[secret\] does not exist/,
    );
});

test("what is refused is one sentence, without a stack trace", async () => {
    const error: Error = await aws.check(urn("aws:ec2/vpcs:Vpcs"), {}).then(
        () => Error(),
        (caught) => caught,
    );
    expect(error.message).toMatch(/AWS has no resources of type aws:ec2\/vpcs:Vpcs$/);
});

test("a random password is secret in the plan's state", async () => {
    const password = urn("random:index/randomPassword:RandomPassword");
    expect((await random.create(password, { length: 8 }, true)).outputs.result).toEqual(unknownValue);
    const { outputs } = await random.create(password, { length: 8 });
    expect(secretsOf(outputs.result)[0]).toHaveLength(8);
});
