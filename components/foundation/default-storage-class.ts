import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** Name of the StorageClass that pods get when they ask for no other. */
export const defaultStorageClass = "gp3";

/** How volumes of pods are kept. */
export interface DefaultStorageClassArgs {
    /** ARN of the KMS key that encrypts the volumes. */
    keyArn: pulumi.Input<string>;
}

/**
 * The StorageClass `gp3`, which pods get when they ask for no other. A volume outlives its claim: it is removed by
 * hand, once nobody wants its data.
 */
export class DefaultStorageClass extends pulumi.ComponentResource {
    constructor(name: string, args: DefaultStorageClassArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:DefaultStorageClass", name, {}, opts);

        new k8s.storage.v1.StorageClass(
            `${name}-gp3`,
            {
                metadata: {
                    name: defaultStorageClass,
                    annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
                },
                provisioner: "ebs.csi.aws.com",
                parameters: {
                    type: "gp3",
                    encrypted: "true",
                    kmsKeyId: args.keyArn,
                    "csi.storage.k8s.io/fstype": "ext4",
                },
                // The volume is made in the zone that the pod was placed in.
                volumeBindingMode: "WaitForFirstConsumer",
                allowVolumeExpansion: true,
                reclaimPolicy: "Retain",
            },
            { parent: this },
        );
        this.registerOutputs({});
    }
}
