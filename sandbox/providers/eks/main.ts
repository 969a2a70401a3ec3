import * as pulumi from "@pulumi/pulumi";
import { sdkVersion } from "../sdk.ts";
import { Addon } from "./addon.ts";
import { Cluster } from "./cluster.ts";
import { ManagedNodeGroup } from "./managed-node-group.ts";
import { receiveReferences } from "./references.ts";
import { VpcCniAddon } from "./vpc-cni-addon.ts";

type Component = (
    name: string,
    args: pulumi.Inputs,
    opts: pulumi.ComponentResourceOptions,
) => pulumi.provider.ConstructResult;

const components: Record<string, Component> = {
    "eks:index:Cluster": (...all) => {
        const cluster = new Cluster(...all);
        return { urn: cluster.urn, state: cluster.state };
    },
    "eks:index:ManagedNodeGroup": (...all) => {
        const { urn, nodeGroup } = new ManagedNodeGroup(...all);
        return { urn, state: { nodeGroup, placementGroupName: "" } };
    },
    "eks:index:Addon": (...all) => {
        const { urn, addon } = new Addon(...all);
        return { urn, state: { addon } };
    },
    "eks:index:VpcCniAddon": (...all) => {
        const { urn, addon } = new VpcCniAddon(...all);
        return { urn, state: { addon } };
    },
};

receiveReferences();

/** Components only: their children are resources of the aws and kubernetes providers. */
await pulumi.provider.main(
    {
        version: sdkVersion("@pulumi/eks"),
        construct: async (name, type, args, opts) => {
            const component = components[type];
            if (!component)
                throw new Error(
                    `the sandbox does not simulate ${type}; it knows ${Object.keys(components).join(", ")}`,
                );
            return component(name, args, opts);
        },
        call: async (token) => {
            throw new Error(`the sandbox does not answer ${token}; use the output kubeconfigJson`);
        },
    },
    process.argv.slice(2),
);
