import { expect, test } from "vitest";
import type { Values } from "../../../../sandbox/providers/values.ts";
import { aws } from "../clouds.ts";

/** A change, what of it needs a new resource, and whether the old one must go first. */
const changes: [type: string, before: Values, after: Values, replaces: string[], deleteFirst: boolean][] = [
    ["aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, { cidrBlock: "10.0.0.0/16", tags: { a: "b" } }, [], false],
    ["aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, { cidrBlock: "10.1.0.0/16" }, ["cidrBlock"], false],
    [
        "aws:ec2/subnet:Subnet",
        { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" },
        { vpcId: "vpc-2", cidrBlock: "10.0.0.0/24" },
        ["vpcId"],
        false,
    ],
    [
        "aws:ec2/launchTemplate:LaunchTemplate",
        { name: "x", imageId: "ami-12345678" },
        { name: "x", imageId: "ami-87654321" },
        [],
        true,
    ],
    ["aws:iam/role:Role", { name: "x", path: "/" }, { name: "x", path: "/a/" }, ["path"], true],
    ["aws:iam/role:Role", { name: "x" }, { name: "y" }, ["name"], false],
    [
        "aws:s3/bucket:Bucket",
        { bucket: "a-b", region: "eu-west-1" },
        { bucket: "a-b", region: "eu-north-1" },
        ["region"],
        true,
    ],
    ["aws:eks/cluster:Cluster", { name: "x", version: "1.34" }, { name: "x", version: "1.35" }, [], true],
    [
        "aws:eks/cluster:Cluster",
        { name: "x", encryptionConfig: { provider: { keyArn: "a" } } },
        { name: "x", encryptionConfig: { provider: { keyArn: "b" } } },
        ["encryptionConfig.provider.keyArn"],
        true,
    ],
    [
        "aws:eks/nodeGroup:NodeGroup",
        { nodeGroupName: "x", clusterName: "c", instanceTypes: ["m7g.large"] },
        { nodeGroupName: "x", clusterName: "c", instanceTypes: ["m8g.large"] },
        ["instanceTypes"],
        true,
    ],
    [
        "aws:eks/nodeGroup:NodeGroup",
        { nodeGroupName: "x", scalingConfig: { minSize: 1 } },
        { nodeGroupName: "x", scalingConfig: { minSize: 2 } },
        [],
        true,
    ],
    [
        "aws:cloudwatch/logGroup:LogGroup",
        { name: "x", retentionInDays: 30 },
        { name: "x", retentionInDays: 60 },
        [],
        true,
    ],
];

test.each(changes)("%s from %j to %j replaces for %j", (type, before, after, replaces, deleteFirst) => {
    const driver = aws();
    const found = driver.cloud.diff(driver.resource(type, "it"), before, after);
    expect(found.replaces).toEqual(replaces);
    expect(found.changes.length).toBeGreaterThan(0);
    expect(found.deleteFirst).toBe(deleteFirst);
});

test("a resource whose name was made is replaced beside the old one", () => {
    const driver = aws();
    const resource = driver.resource("aws:iam/role:Role", "node");
    const [before, after] = [
        { name: "node-0123abc", path: "/" },
        { name: "node-0123abc", path: "/a/" },
    ];
    expect(driver.cloud.diff(resource, before, after)).toMatchObject({ replaces: ["path"], deleteFirst: false });
    expect(driver.cloud.check(resource, { path: "/a/" }, undefined).inputs.name).not.toBe(
        driver.cloud.check(resource, { path: "/" }, undefined).inputs.name,
    );
});

test("what is equal is no change, whatever the order of its keys", () => {
    const driver = aws();
    const same = driver.cloud.diff(
        driver.resource("aws:ec2/vpc:Vpc", "it"),
        { cidrBlock: "10.0.0.0/16", tags: { a: "1", b: "2" } },
        { tags: { b: "2", a: "1" }, cidrBlock: "10.0.0.0/16" },
    );
    expect(same).toMatchObject({ changes: [], replaces: [] });
});

test("a name that was made stays as long as the program gives none, and changes with what makes another resource", () => {
    const driver = aws();
    const resource = driver.resource("aws:ec2/securityGroup:SecurityGroup", "it");
    const name = (inputs: Values, before?: Values) => driver.cloud.check(resource, inputs, before).inputs.name;
    const made = name({ vpcId: "vpc-1" });
    expect(made).toMatch(/^it-[0-9a-f]{7}$/);
    expect(name({ vpcId: "vpc-1", tags: { a: "b" } })).toBe(made);
    expect(name({ vpcId: "vpc-2" })).not.toBe(made);
    expect(name({ vpcId: "vpc-1" }, { name: "older" })).toBe("older");
});
