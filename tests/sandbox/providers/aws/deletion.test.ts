import { expect, test } from "vitest";
import type { Values } from "../../../../sandbox/providers/values.ts";
import { aws, clusterIn, type Driver, kubernetes, newAccount, object, trust } from "../clouds.ts";

const vpcInputs = { cidrBlock: "10.0.0.0/16" };
const roleInputs = { name: "node", assumeRolePolicy: trust("ec2.amazonaws.com") };

/** What cannot be deleted while something else is there, until that is gone. */
const held: [
    title: string,
    make: (driver: Driver) => { target: [string, Values, string, string]; holder: [string, Values, string, string] },
][] = [
    [
        "a VPC with a subnet",
        (d) => {
            const vpcId = d.make("aws:ec2/vpc:Vpc", vpcInputs, "vpc");
            const inputs = { vpcId, cidrBlock: "10.0.0.0/24" };
            return {
                target: ["aws:ec2/vpc:Vpc", vpcInputs, vpcId, "vpc"],
                holder: ["aws:ec2/subnet:Subnet", inputs, d.make("aws:ec2/subnet:Subnet", inputs, "subnet"), "subnet"],
            };
        },
    ],
    [
        "a role with a policy",
        (d) => {
            const attachment = { role: "node", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
            d.make("aws:iam/role:Role", roleInputs, "node");
            return {
                target: ["aws:iam/role:Role", roleInputs, "node", "node"],
                holder: [
                    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    attachment,
                    d.make("aws:iam/rolePolicyAttachment:RolePolicyAttachment", attachment),
                    "it",
                ],
            };
        },
    ],
    [
        "a subnet with a cluster",
        (d) => {
            const { subnetIds, vpcId, inputs } = clusterIn(d);
            return {
                target: [
                    "aws:ec2/subnet:Subnet",
                    { vpcId, cidrBlock: "10.0.0.0/24", availabilityZone: "eu-west-1a" },
                    subnetIds[0] ?? "",
                    "subnet-a",
                ],
                holder: ["aws:eks/cluster:Cluster", inputs, "shop", "cluster"],
            };
        },
    ],
];

test.each(held)("%s stays until that is gone", (_, make) => {
    const driver = aws();
    const { target, holder } = make(driver);
    const [type, inputs, id, name] = target;
    expect(() => driver.remove(type, inputs, id, name)).toThrow(/cannot be deleted while these use it: urn:/);
    driver.remove(...holder);
    expect(() => driver.remove(type, inputs, id, name)).not.toThrow();
});

test("a protected cluster goes only after an update that takes the protection away", () => {
    const driver = aws();
    const { inputs } = clusterIn(driver, { deletionProtection: true });
    expect(() => driver.remove("aws:eks/cluster:Cluster", inputs, "shop", "cluster")).toThrow(
        /set deletionProtection to false/,
    );
    driver.cloud.update(
        driver.resource("aws:eks/cluster:Cluster", "cluster"),
        "shop",
        { ...inputs, deletionProtection: false },
        inputs,
    );
    expect(() => driver.remove("aws:eks/cluster:Cluster", inputs, "shop", "cluster")).not.toThrow();
});

test("with a cluster go its add-ons, its security group and its objects", () => {
    const account = newAccount();
    const driver = aws(account);
    const { inputs, endpoint } = clusterIn(driver);
    driver.make("aws:eks/addon:Addon", { clusterName: "shop", addonName: "coredns" });
    const namespace = "kubernetes:core/v1:Namespace";
    kubernetes(account, endpoint).make(namespace, object(namespace, { metadata: { name: "team" } }));
    const world = ["eks.Addon", "ec2.SecurityGroup"].map(
        (type) => () => account.list(`aws/000000000000/eu-west-1/${type}`).length,
    );
    expect(world.map((count) => count())).toEqual([1, 2]);

    driver.remove("aws:eks/cluster:Cluster", inputs, "shop", "cluster");
    expect(world.map((count) => count())).toEqual([0, 1]); // the VPC keeps its default group
    expect(account.collections("kubernetes")).toEqual([]);
});

test("what a controller made in the VPC stays behind when its cluster goes first, and keeps the subnet", () => {
    const account = newAccount();
    const driver = aws(account);
    const { inputs, endpoint, vpcId, subnetIds } = clusterIn(driver);
    const [release, type] = ["kubernetes:helm.sh/v3:Release", "kubernetes:karpenter.sh/v1:NodePool"];
    const cluster = kubernetes(account, endpoint);
    cluster.make(release, { name: "karpenter", namespace: "kube-system", chart: "karpenter", version: "1.14.1" });
    cluster.make(type, object(type, { metadata: { name: "general" }, spec: {} }));
    driver.remove("aws:eks/cluster:Cluster", inputs, "shop", "cluster");
    const subnetInputs = { vpcId, cidrBlock: "10.0.0.0/24", availabilityZone: "eu-west-1a" };
    expect(() => driver.remove("aws:ec2/subnet:Subnet", subnetInputs, subnetIds[0] ?? "", "subnet-a")).toThrow(
        /NodePool::it \(left behind/,
    );
});

test("the log group of a control plane that was is there again when it is deleted, without retention and key, and once", () => {
    const account = newAccount();
    const driver = aws(account);
    const [type, name] = ["aws:cloudwatch/logGroup:LogGroup", "/aws/eks/shop/cluster"];
    const group = { name, retentionInDays: 365 };
    driver.make(type, group);
    const { inputs } = clusterIn(driver, { enabledClusterLogTypes: ["audit"] });
    driver.remove("aws:eks/cluster:Cluster", inputs, "shop", "cluster");

    driver.remove(type, group, name);
    const again = driver.cloud.read(driver.resource(type, "other"), name, undefined);
    const arn = `arn:aws:logs:eu-west-1:000000000000:log-group:${name}`;
    expect(again).toEqual({ name, arn, region: "eu-west-1" });
    expect(() => driver.make(type, group, "other")).toThrow(/exists already: it was made by .*EKS/);
    expect(driver.cloud.invoke("aws:cloudwatch/getLogGroups:getLogGroups", { logGroupNamePrefix: name })).toMatchObject(
        {
            logGroupNames: [name],
        },
    );

    driver.remove(type, group, name, "other");
    expect(driver.cloud.read(driver.resource(type, "other"), name, undefined)).toBeUndefined();
});

test("a cluster that logs nothing brings no log group back", () => {
    const driver = aws();
    const [type, name] = ["aws:cloudwatch/logGroup:LogGroup", "/aws/eks/shop/cluster"];
    driver.make(type, { name });
    driver.remove("aws:eks/cluster:Cluster", clusterIn(driver).inputs, "shop", "cluster");
    driver.remove(type, { name }, name);
    expect(driver.cloud.read(driver.resource(type, "it"), name, undefined)).toBeUndefined();
});
