import type { ResourceTransform, ResourceTransformResult } from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { accountId, administrator, foundation, viewer } from "./foundation.ts";
import type { Recording } from "./recording.ts";

let built: Recording<unknown>;
beforeAll(async () => {
    built = await foundation();
});

const cluster = (recording = built) => recording.one("eks:index:Cluster");

test.each([
    ["authenticationMode", "API"],
    ["bootstrapSelfManagedAddons", false],
    ["corednsAddonOptions", { enabled: false }],
    ["createOidcProvider", false],
    ["deletionProtection", true],
    ["enabledClusterLogTypes", ["api", "audit", "authenticator", "controllerManager", "scheduler"]],
    ["encryptionConfigKeyArn", "arn:shop-control-plane"],
    ["endpointPrivateAccess", true],
    ["endpointPublicAccess", false],
    ["kubeProxyAddonOptions", { enabled: false }],
    ["kubernetesServiceIpAddressRange", "172.20.0.0/16"],
    ["name", "shop"],
    ["skipDefaultNodeGroup", true],
    ["skipDefaultSecurityGroups", true],
    ["subnetIds", ["shop-intra-eu-west-1a-id", "shop-intra-eu-west-1b-id", "shop-intra-eu-west-1c-id"]],
    ["upgradePolicy", { supportType: "STANDARD" }],
    ["useDefaultVpcCni", true],
    ["version", "1.35"],
])("The weak default of %s is overridden", (argument, value) => {
    expect(cluster().inputs[argument]).toEqual(
        typeof value === "object" && !Array.isArray(value) ? expect.objectContaining(value) : value,
    );
});

/** What the engine makes of the cluster that the component registers, by the transforms that go with it. */
async function transformed(recording: Recording<unknown>) {
    const child = {
        custom: true,
        type: "aws:eks/cluster:Cluster",
        name: "shop-cluster-eksCluster",
        props: {
            name: "shop",
            accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
        },
        opts: { ignoreChanges: ["bootstrapSelfManagedAddons"] },
    };
    const [transform] = cluster(recording).transforms as [ResourceTransform];
    return (await transform(child as Parameters<ResourceTransform>[0])) as ResourceTransformResult;
}

test("Whoever runs Pulumi is no administrator by that alone", async () => {
    const { props } = await transformed(built);
    expect(props.accessConfig).toEqual({
        authenticationMode: "API",
        bootstrapClusterCreatorAdminPermissions: false,
    });
});

test("Traffic can be shifted away from a zone, and the component's own settings stay", async () => {
    const { props, opts } = await transformed(built);
    expect(props).toMatchObject({ name: "shop", zonalShiftConfig: { enabled: true } });
    expect(opts.ignoreChanges).toEqual(["bootstrapSelfManagedAddons"]);
});

test("Other children of the component are left as they are", async () => {
    const [transform] = cluster().transforms as [ResourceTransform];
    const role = { custom: true, type: "aws:iam/role:Role", name: "role", props: {}, opts: {} };
    expect(await transform(role as Parameters<ResourceTransform>[0])).toBeUndefined();
});

test("The control plane writes into a log group that is encrypted, kept, and outlives it", () => {
    const logs = built.one("aws:cloudwatch/logGroup:LogGroup", "shop-logs");
    expect(logs.inputs).toMatchObject({
        name: "/aws/eks/shop/cluster",
        retentionInDays: 365,
        kmsKeyId: "arn:shop-control-plane",
    });
    expect(cluster().dependencies).toContain(logs.name);
});

test("The API is public only for the ranges that the weakness names", async () => {
    const open = await foundation({ publicAccessCidrs: ["203.0.113.0/24"] });
    expect(cluster(open).inputs).toMatchObject({
        endpointPublicAccess: true,
        endpointPrivateAccess: true,
        publicAccessCidrs: ["203.0.113.0/24"],
    });
    expect(cluster().inputs).not.toHaveProperty("publicAccessCidrs");
});

test("The private API answers the VPC, and no other range", () => {
    const rules = built
        .of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        .filter(({ inputs }) => inputs.securityGroupId === "sg-cluster");
    expect(rules.map(({ inputs: { cidrIpv4, fromPort, toPort } }) => [cidrIpv4, fromPort, toPort])).toEqual([
        ["10.0.0.0/16", 443, 443],
    ]);
});

test.each([
    [administrator, "AmazonEKSClusterAdminPolicy"],
    [viewer, "AmazonEKSViewPolicy"],
])("%s gets %s, and only after its access entry", (principalArn, policy) => {
    const association = built
        .of("aws:eks/accessPolicyAssociation:AccessPolicyAssociation")
        .find(({ inputs }) => inputs.principalArn === principalArn);
    expect(association?.inputs).toMatchObject({
        policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
        accessScope: { type: "cluster" },
    });
    const entry = built
        .of("aws:eks/accessEntry:AccessEntry")
        .find(({ inputs }) => inputs.principalArn === principalArn);
    expect(association?.dependencies).toContain(entry?.name);
});

test("Viewers, and they alone, are in the group that reads everything but Secrets", () => {
    const groups = built
        .of("aws:eks/accessEntry:AccessEntry")
        .map(({ inputs }) => [inputs.principalArn, inputs.kubernetesGroups]);
    expect(groups).toEqual([
        [administrator, undefined],
        [viewer, ["platform-viewers"]],
    ]);
});

test("Roles of one name in two accounts both get in", async () => {
    const { accessEntries } = await import("../../components/foundation/access.ts");
    const { record } = await import("./recording.ts");
    const roles = [`arn:aws:iam::${accountId}:role/Admin`, "arn:aws:iam::444455556666:role/Admin"];
    const { of } = await record(async () => {
        accessEntries(
            "shop",
            { clusterName: "shop", region: "eu-west-1", access: { administratorRoleArns: roles } },
            {},
        );
    });
    expect(new Set(of("aws:eks/accessEntry:AccessEntry").map(({ name }) => name)).size).toBe(2);
});

test("Nothing talks to the cluster before the administrators have access, nor after", () => {
    const { dependencies, inputs } = built.one("pulumi:providers:kubernetes");
    for (const { name } of built.of("aws:eks/accessPolicyAssociation:AccessPolicyAssociation"))
        expect(dependencies).toContain(name);
    expect(dependencies).toContain("shop-api");
    expect(JSON.parse(inputs.kubeconfig).clusters).toMatchObject([{ cluster: { server: "https://api.test.invalid" } }]);
});

test("The provider is bound to the cluster by an ARN that every plan knows", () => {
    const arn = `arn:aws:eks:eu-west-1:${accountId}:cluster/shop`;
    expect(built.one("pulumi:providers:kubernetes").inputs.clusterIdentifier).toBe(arn);
});

test("allowDeletion lifts the protection of keys, cluster and what keeps data, and changes nothing else", async () => {
    const open = await foundation({ allowDeletion: true });
    const changed = built.all.flatMap((before, index) => {
        const after = open.all[index];
        const inputs = Object.keys(before.inputs).filter(
            (key) => JSON.stringify(before.inputs[key]) !== JSON.stringify(after?.inputs[key]),
        );
        return [...inputs, ...(before.protect === after?.protect ? [] : ["protect"])].map(
            (what) => `${before.type} ${what}`,
        );
    });
    expect(open.all).toHaveLength(built.all.length);
    expect(changed.toSorted()).toEqual([
        "aws:kms/key:Key protect",
        "aws:kms/key:Key protect",
        "aws:s3/bucket:Bucket forceDestroy",
        "aws:s3/bucket:Bucket forceDestroy",
        "aws:s3/bucket:Bucket protect",
        "aws:s3/bucket:Bucket protect",
        "aws:secretsmanager/secret:Secret protect",
        "aws:secretsmanager/secret:Secret recoveryWindowInDays",
        "eks:index:Cluster deletionProtection",
        "random:index/randomPassword:RandomPassword protect",
    ]);
    expect((await transformed(built)).opts.protect).toBe(true);
    expect((await transformed(open)).opts.protect).toBe(false);
});

test("The private endpoint answers to the VPC, and to the peered networks that are named", async () => {
    const peered = await foundation({ privateAccessCidrs: ["10.50.0.0/16"] });
    const ranges = peered
        .of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        .filter(({ name }) => name.startsWith("shop-api"))
        .map(({ inputs }) => inputs.cidrIpv4);
    expect(ranges.toSorted()).toEqual(["10.0.0.0/16", "10.50.0.0/16"]);
});
