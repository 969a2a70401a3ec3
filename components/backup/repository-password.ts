import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { dependingOn } from "../platform/depending-on.ts";

export interface RepositoryPasswordArgs {
    clusterName: string;
    /** ARN of the KMS key that encrypts it. */
    keyArn: pulumi.Input<string>;
    /** Second region that it is replicated to, and the key there. Default: none. */
    replica?: { region: string; keyArn: pulumi.Input<string> };
    /** Weakness: lets the password be removed, and with it every copy of a volume become unreadable. */
    allowDeletion: boolean;
}

/** Days that a removed password can still be brought back; as long as the bucket keeps what is deleted. */
const recoverableDays = 30;

/**
 * The password that the contents of volumes are encrypted with, below the bucket's own key. It is made once and never
 * again: without it no copy can be read. Velero's default is one that is printed in its source.
 */
export class RepositoryPassword extends pulumi.ComponentResource {
    /** Name of the secret in Secrets Manager, in this region and in the second one. */
    readonly secretName: pulumi.Output<string>;

    constructor(name: string, args: RepositoryPasswordArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:RepositoryPassword", name, {}, opts);
        const { clusterName, keyArn, replica, allowDeletion } = args;
        const safe = { parent: this, protect: !allowDeletion };

        const password = new random.RandomPassword(`${name}-repository-password`, { length: 48, special: false }, safe);
        const secret = new aws.secretsmanager.Secret(
            `${name}-repository-password`,
            {
                name: `${clusterName}/velero-repo-credentials`,
                description: `${clusterName}: password of the copies of volumes in the backups`,
                kmsKeyId: keyArn,
                replicas: replica && [{ region: replica.region, kmsKeyId: replica.keyArn }],
                // What is removed on purpose leaves its name free, so that the stack can come up again.
                recoveryWindowInDays: allowDeletion ? 0 : recoverableDays,
            },
            safe,
        );
        const value = new aws.secretsmanager.SecretVersion(
            `${name}-repository-password`,
            { secretId: secret.id, secretString: password.result },
            { parent: this },
        );

        this.secretName = dependingOn(secret.name, [value]);
        this.registerOutputs({ secretName: this.secretName });
    }
}
