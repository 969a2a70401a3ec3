import * as pulumi from "@pulumi/pulumi";
import { sdkVersion } from "../sdk.ts";
import { Cluster } from "./cluster.ts";

// As the engine ends what it started. What Node compiled is kept for the next start only by a process that exits.
process.once("SIGINT", () => process.exit());

// The SDK maps each line of its stack traces to TypeScript; Node left every position where it was.
Reflect.deleteProperty(Error, "prepareStackTrace");

/** Components only: their children are resources of the aws and kubernetes providers. */
await pulumi.provider.main(
    {
        version: sdkVersion("@pulumi/eks"),
        construct: async (name, type, args, opts) => {
            if (type !== "eks:index:Cluster")
                throw new Error(
                    `the sandbox does not simulate ${type}: no stack of this repository plans it; it knows eks:index:Cluster`,
                );
            const cluster = new Cluster(name, args, opts);
            return { urn: cluster.urn, state: cluster.state };
        },
        call: async (token) => {
            throw new Error(`the sandbox does not answer ${token}; use the output kubeconfigJson`);
        },
    },
    process.argv.slice(2),
);
