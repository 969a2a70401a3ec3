import type { Resource } from "../../inventory/resource.ts";
import { rule } from "../../judgement/rule.ts";
import { all, fail, must, pass, undecided, type Verdict } from "../../judgement/verdict.ts";
import { requirePart } from "../../reading/candidates.ts";
import { clusters, isAutoMode } from "../../reading/subjects.ts";

export const storageclassSafe = rule({
    id: "storageclass-safe",
    title: "Volumes are encrypted, can grow, and are made where the pod runs",
    level: "mandatory",
    severity: "high",
    mend: 'Set provisioner ebs.csi.aws.com, parameters.encrypted "true", volumeBindingMode WaitForFirstConsumer, allowVolumeExpansion true, reclaimPolicy Retain',
    url: "https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html",
    inCharts: true,
    subjects: (inventory) => inventory.objects("StorageClass", "storage.k8s.io"),
    judge: ({ props }) => {
        const efs = props.provisioner === "efs.csi.aws.com";
        return all([
            must(() => isCsi(props), "the provisioner is not a CSI driver"),
            () => encrypted(props),
            must(() => efs || props.volumeBindingMode === "WaitForFirstConsumer", "volumes are made in any zone"),
            must(() => efs || props.allowVolumeExpansion === true, "volumes cannot grow"),
            must(() => props.reclaimPolicy === "Retain", "volumes are deleted with their claim"),
            must(() => !efs || props.parameters?.provisioningMode === "efs-ap", "volumes share one file system root"),
        ]);
    },
});

/** Drivers are told by their name, or by the parameters that the provisioner of all of them reads. */
const isCsi = ({ provisioner, parameters }: Resource["props"]): boolean =>
    /\.csi\.|^csi\./.test(provisioner) ||
    provisioner === "driver.longhorn.io" ||
    Object.keys(parameters ?? {}).some((key) => key.startsWith("csi.storage.k8s.io/"));

/** AWS encrypts every file system of FSx, whatever is said (https://docs.aws.amazon.com/fsx/latest/LustreGuide/encryption-at-rest.html). */
const alwaysEncrypted = ["fsx.csi.aws.com", "fsx.openzfs.csi.aws.com", "efs.csi.aws.com"];
const sayEncrypted = ["ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "driver.longhorn.io"];

function encrypted({ provisioner, parameters }: Resource["props"]): Verdict {
    if (alwaysEncrypted.includes(provisioner) || String(parameters?.encrypted) === "true") return pass();
    return sayEncrypted.includes(provisioner) || !isCsi({ provisioner, parameters })
        ? fail("volumes are not encrypted")
        : undecided(`how ${provisioner} encrypts volumes is not known here`);
}

export const efsVolumesSafe = rule({
    id: "efs-volumes-safe",
    title: "Volumes of EFS that are made by hand are directories of their own, encrypted on the way",
    level: "mandatory",
    severity: "medium",
    mend: "Name an access point in volumeHandle (fs-…::fsap-…), and leave volumeAttributes.encryptInTransit on",
    url: "https://docs.aws.amazon.com/eks/latest/best-practices/data-encryption-and-secrets-management.html",
    inCharts: true,
    subjects: (inventory) => inventory.objects("PersistentVolume", "core"),
    applies: ({ props }) => props.spec?.csi?.driver === "efs.csi.aws.com",
    judge: ({ props }) => {
        const { volumeHandle = "", volumeAttributes = {} } = props.spec.csi;
        return all([
            // File system, path and access point.
            must(
                () => String(volumeHandle).split(":")[2]?.startsWith("fsap-"),
                "the volume is a path of the file system, with any user's rights",
            ),
            must(
                () => String(volumeAttributes.encryptInTransit ?? "true") === "true",
                "the volume is read and written in plain text",
            ),
        ]);
    },
});

export const statefulStorage = rule({
    id: "stateful-storage",
    title: "StatefulSets keep their data in volumes of a named class",
    level: "mandatory",
    severity: "medium",
    mend: "Set serviceName, and volumeClaimTemplates with a storageClassName",
    url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/",
    inCharts: true,
    subjects: (inventory) => inventory.objects("StatefulSet", "apps"),
    judge: ({ props }) => {
        const claims: { spec?: { storageClassName?: string } }[] = props.spec?.volumeClaimTemplates ?? [];
        return all([
            must(() => props.spec?.serviceName, "the StatefulSet names no Service"),
            must(() => claims.length > 0, "the StatefulSet has no volume, so its data goes with its pods"),
            ...claims.map(({ spec }) => must(() => spec?.storageClassName, "a volume names no storage class")),
        ]);
    },
});

const guide = "https://docs.aws.amazon.com/eks/latest/userguide";

export const ebsCsiPresent = rule({
    id: "ebs-csi-present",
    title: "Volumes can be made and snapshotted",
    level: "mandatory",
    severity: "medium",
    mend: "Install the EKS add-ons aws-ebs-csi-driver and snapshot-controller",
    url: `${guide}/ebs-csi.html`,
    subjects: clusters,
    judge: (cluster, { inventory }) => {
        return all([
            () =>
                isAutoMode(cluster)
                    ? pass()
                    : requirePart(inventory, {
                          missing: "no driver makes EBS volumes",
                          systems: { "aws-ebs-csi-driver": {} },
                      }),
            () =>
                requirePart(inventory, {
                    missing: "no controller makes volume snapshots",
                    systems: { "snapshot-controller": {} },
                }),
        ]);
    },
});
