import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../../platform/addon.ts";
import { type AwsResources, dataFacts, type EksCluster } from "../../platform/eks-cluster.ts";
import { kmsKey } from "../../platform/kms-key.ts";
import { serviceHost } from "../../platform/partition.ts";

export interface VaultSealArgs {
    eks: EksCluster & AwsResources;
    /** Region in which a replica of the key opens what this one closed. Default: none. */
    replicaRegion?: string;
    /** Weakness: lets the key and the recovery keys be removed, and with them Vault and all of its snapshots. */
    allowDeletion: boolean;
}

/** Days that recovery keys that were removed can still be brought back; as long as the KMS key can. */
const recoverableDays = 30;

const role = "vault";

/** The alias by which Vault names its key. */
export const keyAlias = (clusterName: string): string => `alias/${clusterName}/${role}`;

/**
 * What Vault is unsealed with, and where its recovery keys are kept. Whoever loses the KMS key has lost Vault with all of
 * its snapshots: both are protected, and with a second region they are there as well.
 */
export class VaultSeal extends pulumi.ComponentResource {
    /** Key that unseals, and that encrypts the recovery keys. */
    readonly keyArn: pulumi.Output<string>;
    /** Its replica, under which the copies of the snapshots are too. Undefined without a second region. */
    readonly replicaKeyArn: pulumi.Output<string> | undefined;
    /** Secret of the recovery keys. Its value is in no state: who makes them puts it there. */
    readonly recoverySecretArn: pulumi.Output<string>;

    constructor(name: string, { eks, replicaRegion, allowDeletion }: VaultSealArgs) {
        super("production-cluster:index:VaultSeal", name, {}, eks.own);
        const { clusterName, region, accountId } = dataFacts(eks);
        const safe = { parent: this, protect: !allowDeletion };
        const key = { clusterName, region, accountId, allowDeletion, multiRegion: true as const };
        this.keyArn = kmsKey(name, role, key, [], { parent: this });
        this.replicaKeyArn =
            replicaRegion === undefined
                ? undefined
                : new aws.kms.ReplicaKey(
                      `${name}-replica`,
                      {
                          primaryKeyArn: this.keyArn,
                          description: `${clusterName}: ${role}`,
                          deletionWindowInDays: recoverableDays,
                      },
                      { ...safe, provider: eks.awsIn(replicaRegion) },
                  ).arn;
        const secret = new aws.secretsmanager.Secret(
            `${name}-recovery`,
            {
                // Not below `<name of the cluster>/`: external-secrets may read that for whoever is let in to the store.
                name: `${clusterName}-vault-recovery`,
                description: `${clusterName}: recovery keys of Vault`,
                kmsKeyId: this.keyArn,
                replicas: replicaRegion ? [{ region: replicaRegion, kmsKeyId: this.replicaKeyArn }] : undefined,
                recoveryWindowInDays: allowDeletion ? 0 : recoverableDays,
            },
            safe,
        );
        this.recoverySecretArn = secret.arn;
        this.registerOutputs({
            keyArn: this.keyArn,
            replicaKeyArn: this.replicaKeyArn,
            recoverySecretArn: this.recoverySecretArn,
        });
    }
}

/** What the servers may do. */
export const unseal = (keyArn: pulumi.Input<string>): Statement[] => [
    { Sid: "Unseal", Effect: "Allow", Action: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"], Resource: keyArn },
];

/**
 * Writes the recovery keys, and reads none: not even those that it wrote. What a copy in another region asks for:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets_troubleshoot.html
 */
export const keepRecoveryKeys = (
    { keyArn, replicaKeyArn, recoverySecretArn }: Pick<VaultSeal, "keyArn" | "replicaKeyArn" | "recoverySecretArn">,
    region: string,
    replicaRegion?: string,
): Statement[] => [
    {
        Sid: "KeepRecoveryKeys",
        Effect: "Allow",
        Action: ["secretsmanager:DescribeSecret", "secretsmanager:PutSecretValue"],
        Resource: recoverySecretArn,
    },
    {
        Sid: "EncryptRecoveryKeys",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: keyArn,
        Condition: { StringEquals: { "kms:ViaService": serviceHost("secretsmanager", region) } },
    },
    ...(replicaRegion !== undefined && replicaKeyArn
        ? [
              {
                  Sid: "EncryptCopyOfRecoveryKeys",
                  Effect: "Allow" as const,
                  Action: ["kms:GenerateDataKey", "kms:Encrypt"],
                  Resource: replicaKeyArn,
                  Condition: { StringEquals: { "kms:ViaService": serviceHost("secretsmanager", replicaRegion) } },
              },
          ]
        : []),
];
