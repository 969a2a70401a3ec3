import { expect, test } from "vitest";
import { foundation } from "./foundation.ts";

test("Volumes are encrypted with the data key, made where the pod runs, can grow, and outlive their claim", async () => {
    const { one } = await foundation();
    expect(one("kubernetes:storage.k8s.io/v1:StorageClass").inputs).toMatchObject({
        metadata: { name: "gp3", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: "ebs.csi.aws.com",
        parameters: { type: "gp3", encrypted: "true", kmsKeyId: "arn:shop-data" },
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
        reclaimPolicy: "Retain",
    });
});
