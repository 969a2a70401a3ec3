import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { lifecycle, mutability } from "./kept-images.ts";

export interface RepositoriesArgs {
    /** Names of the repositories. */
    repositories: readonly string[];
    /** Tags that may be pushed again. */
    movingTags: readonly string[];
    /** ARN of the KMS key that encrypts the images. */
    keyArn: pulumi.Input<string>;
    /** Weakness: lets them be removed with all that is in them. */
    allowDeletion: boolean;
}

/** Repositories of the user's own images. */
export class Repositories extends pulumi.ComponentResource {
    constructor(name: string, args: RepositoriesArgs, opts: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:Repositories", name, {}, opts);
        const { repositories, movingTags, keyArn, allowDeletion } = args;
        for (const repository of repositories) {
            const made = new aws.ecr.Repository(
                `${name}-${repository}`,
                {
                    name: repository,
                    encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: keyArn }],
                    ...mutability(movingTags),
                    forceDelete: allowDeletion,
                },
                { parent: this, protect: !allowDeletion },
            );
            new aws.ecr.LifecyclePolicy(
                `${name}-${repository}`,
                { repository: made.name, policy: lifecycle },
                { parent: this },
            );
        }
        this.registerOutputs({});
    }
}
