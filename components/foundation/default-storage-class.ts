import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** How volumes of pods are kept. */
export interface DefaultStorageClassArgs {
    /** ARN of the KMS key that encrypts the volumes. */
    keyArn: pulumi.Input<string>;
}

/**
 * The StorageClass `gp3`, which pods get when they ask for no other. A volume outlives its claim: it is removed by hand,
 * once nobody wants its data.
 */
export class DefaultStorageClass extends pulumi.ComponentResource {
    /** Name of the class; known in every plan. */
    readonly storageClassName: pulumi.Output<string>;

    constructor(name: string, args: DefaultStorageClassArgs, opts?: pulumi.ComponentResourceOptions) {
        super("production-cluster:index:DefaultStorageClass", name, {}, opts);

        new k8s.storage.v1.StorageClass(
            `${name}-gp3`,
            {
                metadata: {
                    name: "gp3",
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

        this.storageClassName = pulumi.output("gp3");
        this.registerOutputs({ storageClassName: this.storageClassName });
    }
}
