import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { Cluster } from "../../sandbox/providers/eks/cluster.ts";
import { ManagedNodeGroup } from "../../sandbox/providers/eks/managed-node-group.ts";
import { VpcCniAddon } from "../../sandbox/providers/eks/vpc-cni-addon.ts";

beforeAll(() =>
    pulumi.runtime.setMocks({ newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) }),
);

type Component = new (name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) => unknown;
const good: Record<string, [Component, pulumi.Inputs]> = {
    cluster: [Cluster, { vpcId: "vpc-1", subnetIds: ["subnet-1"], skipDefaultNodeGroup: true }],
    nodes: [ManagedNodeGroup, { cluster: { cluster: "x" }, nodeRoleArn: "arn" }],
    cni: [VpcCniAddon, { clusterName: "x", addonVersion: "v1" }],
};

function errors(kind: string, change: pulumi.Inputs): [path: string, reason: string][] {
    const [Made, args] = good[kind] ?? [];
    if (!Made) throw new Error(kind);
    try {
        new Made("it", { ...args, ...change }, {});
        return [];
    } catch (error) {
        const { errors } = error as pulumi.InputPropertiesError;
        return (errors ?? []).map(({ propertyPath, reason }) => [propertyPath, reason]);
    }
}

test.each<[string, pulumi.Inputs, string, RegExp]>([
    ["cluster", { vpcId: undefined }, "vpcId", /required/],
    ["cluster", { skipDefaultNodeGroup: undefined }, "skipDefaultNodeGroup", /set it true/],
    ["cluster", { privateSubnetIds: ["subnet-1"] }, "subnetIds", /either subnetIds/],
    ["cluster", { authenticationMode: "IAM" }, "authenticationMode", /API, API_AND_CONFIG_MAP, CONFIG_MAP/],
    ["cluster", { accessEntries: { a: { principalArn: "x" } } }, "accessEntries", /authenticationMode is not set/],
    [
        "cluster",
        { endpointPublicAccess: false, publicAccessCidrs: ["1.2.3.4/32"] },
        "publicAccessCidrs",
        /endpointPublicAccess is true/,
    ],
    ["cluster", { autoMode: { enabled: true } }, "autoMode", /does not simulate it; it knows name/],
    ["cluster", { fargate: true }, "fargate", /does not simulate it/],
    ["cluster", { nodeGroupOptions: {} }, "nodeGroupOptions", /does not simulate it/],
    ["cluster", { roleMappings: [] }, "roleMappings", /does not simulate it/],
    ["nodes", { nodeRole: "x" }, "nodeRole", /either nodeRole or nodeRoleArn/],
    ["nodes", { nodeRoleArn: undefined }, "nodeRole", /either nodeRole or nodeRoleArn/],
    ["nodes", { enableIMDSv2: true, launchTemplate: { id: "lt-1" } }, "launchTemplate", /enableIMDSv2/],
    ["nodes", { bottlerocketSettings: {} }, "bottlerocketSettings", /does not simulate it/],
    ["cni", { securityContextPrivileged: true }, "securityContextPrivileged", /does not simulate it/],
    ["cni", { clusterName: undefined }, "clusterName", /required/],
    ["cni", { addonVersion: undefined }, "addonVersion", /addonVersion or clusterVersion/],
])("%s with %j is refused, and %s is named", (kind, change, path, says) => {
    expect(errors(kind, change)).toEqual([[path, expect.stringMatching(says)]]);
});

test("every mistake is said at once", () => {
    const paths = errors("cluster", { vpcId: undefined, fargate: true, authenticationMode: "IAM" }).map(
        ([path]) => path,
    );
    expect(paths.sort()).toEqual(["authenticationMode", "fargate", "vpcId"]);
});
