import * as pulumi from "@pulumi/pulumi";
import { Child } from "./resources.ts";

/** What other components read of a cluster. */
export interface ClusterCore {
    cluster: Child;
    subnetIds?: string[];
    privateSubnetIds?: string[];
    publicSubnetIds?: string[];
}

/** A cluster that was made before, as an argument of another component. */
export class ClusterReference extends pulumi.ComponentResource {
    declare readonly core: pulumi.Output<ClusterCore>;

    constructor(name: string, urn: string) {
        super("eks:index:Cluster", name, { core: undefined }, { urn });
    }
}

/** AWS resources that are given to components, and what these read of them. */
const given: Record<string, string[]> = {
    "eks/cluster": ["name", "version"],
    "iam/role": ["arn", "name"],
    "ec2/securityGroup": [],
};

/** Lets references arrive as resources, and not as bare ids. */
export function receiveReferences(): void {
    pulumi.runtime.registerResourceModule("eks", "index", {
        version: "4.3.0",
        construct: (name, _type, urn) => new ClusterReference(name, urn),
    });
    for (const [module, outputs] of Object.entries(given))
        pulumi.runtime.registerResourceModule("aws", module, {
            version: "7.25.0",
            construct: (name, type, urn) => new Child(type, name, {}, { urn }, outputs),
        });
}

/** The inner facts of a cluster argument: a cluster, or its `core`. */
export const coreOf = (cluster: pulumi.Input<ClusterReference | ClusterCore>): pulumi.Output<ClusterCore> =>
    pulumi
        .output(cluster)
        .apply((given) => (given instanceof ClusterReference ? given.core : given)) as pulumi.Output<ClusterCore>;
