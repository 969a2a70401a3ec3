import * as pulumi from "@pulumi/pulumi";
import type { ImageOrigin } from "../platform/image-origins.ts";
import { partition, serviceHost } from "../platform/partition.ts";
import type { Settings } from "../settings.ts";
import { ImageRelays } from "./image-relays.ts";
import { PushRoles } from "./push-roles.ts";
import { Repositories } from "./repositories.ts";

export interface PrivateRegistryArgs {
    clusterName: string;
    region: string;
    accountId: pulumi.Input<string>;
    /** Role of the nodes: what pulls. */
    nodeRoleArn: pulumi.Input<string>;
    /** ARN of the KMS key of the repositories. */
    keyArn: pulumi.Input<string>;
    ecr: Settings["registry"]["ecr"];
    /** Registries of the platform's images that are relayed. Default: all. */
    origins?: readonly ImageOrigin[];
    /** Second region that images are replicated to. Default: none. */
    replicaRegion?: string;
    tags: Record<string, string>;
    /** Weakness: lets repositories be removed with all that is in them. */
    allowDeletion: boolean;
}

/** Host of the registry of an account in a region. */
export const registryHost = (accountId: pulumi.Input<string>, region: string): pulumi.Output<string> =>
    pulumi.interpolate`${accountId}.${serviceHost("dkr.ecr", region)}`;

/** ECR of the cluster's account and region: relays for images of others, and repositories for those of your own. */
export class PrivateRegistry extends pulumi.ComponentResource {
    /** Undefined without such roles. */
    readonly pushRoleArns?: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: PrivateRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:PrivateRegistry", name, {}, opts);
        const { clusterName, region, accountId, keyArn, ecr, allowDeletion } = args;
        const parent = { parent: this };
        const arnOf = (repository: string) =>
            pulumi.interpolate`arn:${partition(region)}:ecr:${region}:${accountId}:repository/${repository}`;

        new ImageRelays(name, { ...args, arnOf }, parent);
        if (ecr.repositories.length > 0) new Repositories(name, { ...ecr, keyArn, allowDeletion }, parent);
        if (ecr.pushRoles.length > 0)
            this.pushRoleArns = new PushRoles(name, { ...ecr, clusterName, region, accountId, arnOf }, parent).roleArns;
        this.registerOutputs({ pushRoleArns: this.pushRoleArns });
    }
}
