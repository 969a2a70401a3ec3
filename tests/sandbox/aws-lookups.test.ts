import { expect, test } from "vitest";
import { aws, clusterIn } from "./clouds.ts";

const ask = (token: string, args = {}) => aws().cloud.invoke(token, args);

test("zones, identity, partition and region are answered from the table", () => {
    expect(ask("aws:index/getAvailabilityZones:getAvailabilityZones")).toMatchObject({
        names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
        zoneIds: ["euw1-az1", "euw1-az2", "euw1-az3"],
    });
    expect(ask("aws:index/getCallerIdentity:getCallerIdentity")).toMatchObject({ accountId: "000000000000" });
    expect(ask("aws:index/getPartition:getPartition")).toMatchObject({ partition: "aws", dnsSuffix: "amazonaws.com" });
    expect(ask("aws:index/getRegion:getRegion", { region: "eu-central-1" })).toMatchObject({ name: "eu-central-1" });
});

test("the account is the one that the provider is held to", () => {
    const driver = aws(undefined, { allowedAccountIds: ["111122223333"] });
    expect(driver.cloud.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})).toMatchObject({
        accountId: "111122223333",
    });
    expect(driver.outputs("aws:kms/key:Key", {}).arn).toMatch(/^arn:aws:kms:eu-west-1:111122223333:key\//);
});

test("add-on versions go with the Kubernetes version; the most recent is not the default", () => {
    const version = (kubernetesVersion: string, mostRecent: boolean) =>
        ask("aws:eks/getAddonVersion:getAddonVersion", { addonName: "kube-proxy", kubernetesVersion, mostRecent })
            .version;
    expect(version("1.35", true)).toMatch(/^v1\.35\./);
    expect(version("1.36", true)).toMatch(/^v1\.36\./);
    expect(version("1.35", true)).not.toBe(version("1.35", false));
});

test("images, parameters and prefix lists have ids of the right form", () => {
    const name = "/aws/service/bottlerocket/aws-k8s-1.35/arm64/latest/image_id";
    expect(ask("aws:ssm/getParameter:getParameter", { name }).value).toMatch(/^ami-[0-9a-f]{17}$/);
    expect(ask("aws:ec2/getAmi:getAmi", { owners: ["amazon"] }).id).toMatch(/^ami-[0-9a-f]{17}$/);
    expect(ask("aws:ec2/getManagedPrefixList:getManagedPrefixList", { name: "com.amazonaws.eu-west-1.s3" }).id).toMatch(
        /^pl-/,
    );
});

test("a policy document is put together as IAM writes it", () => {
    const { json } = ask("aws:iam/getPolicyDocument:getPolicyDocument", {
        statements: [
            {
                actions: ["sts:AssumeRole"],
                principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }],
                conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] }],
            },
        ],
    });
    expect(JSON.parse(String(json))).toEqual({
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: ["sts:AssumeRole"],
                Principal: { Service: ["ec2.amazonaws.com"] },
                Condition: { StringEquals: { "aws:SourceAccount": ["1"] } },
            },
        ],
    });
});

test("what exists is found, and what does not is said so", () => {
    const driver = aws();
    const { vpcId, subnetIds } = clusterIn(driver);
    expect(driver.cloud.invoke("aws:ec2/getVpc:getVpc", { id: vpcId })).toMatchObject({ cidrBlock: "10.0.0.0/16" });
    const filters = [{ name: "vpc-id", values: [vpcId] }];
    expect(driver.cloud.invoke("aws:ec2/getSubnets:getSubnets", { filters }).ids).toEqual(
        expect.arrayContaining(subnetIds),
    );
    expect(() => driver.cloud.invoke("aws:ec2/getSubnet:getSubnet", { id: "subnet-1" })).toThrow(
        "there is no ec2.Subnet subnet-1 in eu-west-1",
    );
});

test.each([
    [
        "aws:eks/getAddonVersion:getAddonVersion",
        { addonName: "coredns", kubernetesVersion: "1.20" },
        /coredns on Kubernetes 1\.20: see addonVersions in sandbox\/providers\/aws\/lookups\.ts/,
    ],
    ["aws:ssm/getParameter:getParameter", { name: "/mine" }, /parameter \/mine: see parameters in/],
    ["aws:ec2/getManagedPrefixList:getManagedPrefixList", { name: "mine" }, /prefix list mine: see prefixLists in/],
    ["aws:ec2/getAmi:getAmi", { owners: ["somebody"] }, /images of somebody: see imageOwners in/],
    [
        "aws:rds/getCluster:getClusters",
        {},
        /does not answer aws:rds\/getCluster:getClusters; it knows getAvailabilityZones/,
    ],
])("%s with %j is not answered, and the table is named", (token, args, says) => {
    expect(() => ask(token, args)).toThrow(says);
});
