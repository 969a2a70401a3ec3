import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { Cluster } from "../../../../sandbox/providers/eks/cluster.ts";

beforeAll(() =>
    pulumi.runtime.setMocks({ newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) }),
);

const good = {
    vpcId: "vpc-1",
    subnetIds: ["subnet-1"],
    authenticationMode: "API",
    createOidcProvider: false,
    skipDefaultNodeGroup: true,
    skipDefaultSecurityGroups: true,
    useDefaultVpcCni: true,
    corednsAddonOptions: { enabled: false },
    kubeProxyAddonOptions: { enabled: false },
};

function errors(change: pulumi.Inputs): [path: string, reason: string][] {
    try {
        new Cluster("it", { ...good, ...change }, {});
        return [];
    } catch (error) {
        const { errors } = error as pulumi.InputPropertiesError;
        return (errors ?? []).map(({ propertyPath, reason }) => [propertyPath, reason]);
    }
}

test.each<[pulumi.Inputs, string, RegExp]>([
    [{ skipDefaultNodeGroup: undefined }, "skipDefaultNodeGroup", /simulates true only/],
    [{ authenticationMode: "CONFIG_MAP" }, "authenticationMode", /simulates "API" only/],
    [{ kubeProxyAddonOptions: { enabled: true } }, "kubeProxyAddonOptions", /simulates {"enabled":false} only/],
    [{ autoMode: { enabled: true } }, "autoMode", /does not simulate it; it knows name/],
    [{ fargate: true }, "fargate", /does not simulate it/],
])("a cluster with %j is refused, and %s is named", (change, path, says) => {
    expect(errors(change)).toEqual([[path, expect.stringMatching(says)]]);
});

test("every mistake is said at once", () => {
    const paths = errors({ fargate: true, authenticationMode: "IAM" }).map(([path]) => path);
    expect(paths.sort()).toEqual(["authenticationMode", "fargate"]);
});
