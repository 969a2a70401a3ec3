import { unknown } from "../../../../policy-pack/inventory/unknown.ts";
import { object, type Props, release, resource, urnOf } from "../../ready/resource.ts";
import { autoCluster, cluster, type Edge, hold, inShop } from "../edge.ts";

const rds = (change: Props = {}, type = "instance:Instance") => [
    resource(`aws:rds/${type}`, "orders", {
        backupRetentionPeriod: 7,
        deletionProtection: true,
        engine: "postgres",
        multiAz: true,
        storageEncrypted: true,
        ...change,
    }),
];

const databases: Edge[] = [
    ["rds-backed-up", "7 days", "pass", rds()],
    ["rds-backed-up", "6 days", "fail", rds({ backupRetentionPeriod: 6 }), { says: /less than 7 days/ }],
    ["rds-backed-up", "one zone", "fail", rds({ multiAz: false }), { says: /one zone/ }],
    ["rds-backed-up", "one zone, no engine named", "fail", rds({ multiAz: false, engine: undefined })],
    ["rds-backed-up", "one zone of Aurora", "pass", rds({ multiAz: false, engine: "aurora-postgresql" })],
    ["rds-backed-up", "a cluster", "pass", rds({ multiAz: undefined }, "cluster:Cluster")],
    ["rds-backed-up", "not encrypted", "fail", rds({ storageEncrypted: false }), { says: /not encrypted/ }],
    ["rds-backed-up", "not protected", "fail", rds({ deletionProtection: false }), { says: /by one call/ }],
    ["rds-backed-up", "a replica", "not-applicable", rds({ backupRetentionPeriod: 0, replicateSourceDb: "orders" })],
];

const storageClass = (change: Props = {}) => [
    object("storage.k8s.io/v1:StorageClass", "class", {
        provisioner: "ebs.csi.aws.com",
        parameters: { encrypted: "true" },
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
        reclaimPolicy: "Retain",
        ...change,
    }),
];
const efs = { provisioner: "efs.csi.aws.com", parameters: { provisioningMode: "efs-ap" } };
const plain = (provisioner: string) => storageClass({ provisioner, parameters: undefined });

const volumes: Edge[] = [
    ["storageclass-safe", "EBS", "pass", storageClass()],
    [
        "storageclass-safe",
        "EBS, deleted with its claim",
        "fail",
        storageClass({ reclaimPolicy: "Delete" }),
        { says: /with their claim/ },
    ],
    [
        "storageclass-safe",
        "EBS, in any zone",
        "fail",
        storageClass({ volumeBindingMode: "Immediate" }),
        { says: /any zone/ },
    ],
    [
        "storageclass-safe",
        "EBS that cannot grow",
        "fail",
        storageClass({ allowVolumeExpansion: false }),
        { says: /cannot grow/ },
    ],
    [
        "storageclass-safe",
        "EBS, not encrypted",
        "fail",
        storageClass({ parameters: {} }),
        { says: /^volumes are not encrypted\. / },
    ],
    ["storageclass-safe", "EBS without parameters", "fail", plain("ebs.csi.aws.com"), { says: /not encrypted/ }],
    [
        "storageclass-safe",
        "EBS of Auto Mode, not encrypted",
        "fail",
        plain("ebs.csi.eks.amazonaws.com"),
        { says: /not encrypted/ },
    ],
    [
        "storageclass-safe",
        "a driver of the kubelet",
        "fail",
        storageClass({ provisioner: "kubernetes.io/aws-ebs" }),
        { says: /no CSI|not a CSI/ },
    ],
    [
        "storageclass-safe",
        "a driver of the kubelet, not encrypted",
        "fail",
        plain("kubernetes.io/aws-ebs"),
        { says: /not a CSI driver; volumes are not encrypted/ },
    ],
    [
        "storageclass-safe",
        "EFS by access points",
        "pass",
        storageClass({ ...efs, volumeBindingMode: "Immediate", allowVolumeExpansion: false }),
    ],
    [
        "storageclass-safe",
        "EFS, deleted with its claim",
        "fail",
        storageClass({ ...efs, reclaimPolicy: "Delete" }),
        { says: /with their claim/ },
    ],
    [
        "storageclass-safe",
        "EFS that shares its root",
        "fail",
        storageClass({ ...efs, parameters: {} }),
        { says: /share one/ },
    ],
    ["storageclass-safe", "EFS without parameters", "fail", plain("efs.csi.aws.com"), { says: /share one/ }],
    ["storageclass-safe", "FSx", "pass", plain("fsx.csi.aws.com")],
    ["storageclass-safe", "FSx for OpenZFS", "pass", plain("fsx.openzfs.csi.aws.com")],
    ["storageclass-safe", "Longhorn, encrypted", "pass", storageClass({ provisioner: "driver.longhorn.io" })],
    [
        "storageclass-safe",
        "Longhorn, not encrypted",
        "fail",
        plain("driver.longhorn.io"),
        { says: /^volumes are not encrypted\. / },
    ],
    [
        "storageclass-safe",
        "a driver that its parameters tell",
        "unknown",
        storageClass({ provisioner: "disks.example.com", parameters: { "csi.storage.k8s.io/fstype": "ext4" } }),
    ],
    [
        "storageclass-safe",
        "a driver that nobody knows",
        "unknown",
        plain("pd.csi.storage.gke.io"),
        { says: /not known here/ },
    ],
];

const stateful = (spec: Props) => [inShop("apps/v1:StatefulSet", "db", { spec })];
const claim = { spec: { storageClassName: "gp3" } };
const addon = (name: string) => resource("aws:eks/addon:Addon", name, { addonName: name });
const chart = (name: string) => release(name, name, {});

const drivers: Edge[] = [
    [
        "stateful-storage",
        "a Service and a class",
        "pass",
        stateful({ serviceName: "db", volumeClaimTemplates: [claim] }),
    ],
    ["stateful-storage", "no Service", "fail", stateful({ volumeClaimTemplates: [claim] }), { says: /no Service/ }],
    [
        "stateful-storage",
        "no class",
        "fail",
        stateful({ serviceName: "db", volumeClaimTemplates: [claim, {}] }),
        { says: /no storage class/ },
    ],
    ["stateful-storage", "no volume", "fail", stateful({ serviceName: "db" }), { says: /no volume/ }],
    ["stateful-storage", "an empty list of volumes", "fail", stateful({ serviceName: "db", volumeClaimTemplates: [] })],
    ["ebs-csi-present", "both add-ons", "pass", [cluster(), addon("aws-ebs-csi-driver"), addon("snapshot-controller")]],
    ["ebs-csi-present", "both charts", "pass", [cluster(), chart("aws-ebs-csi-driver"), chart("snapshot-controller")]],
    ["ebs-csi-present", "no driver", "fail", [cluster(), addon("snapshot-controller")], { says: /makes EBS volumes/ }],
    [
        "ebs-csi-present",
        "no controller",
        "fail",
        [cluster(), addon("aws-ebs-csi-driver")],
        { says: /volume snapshots/ },
    ],
    ["ebs-csi-present", "Auto Mode with a controller", "pass", [autoCluster(), addon("snapshot-controller")]],
];

const suffix = resource("random:index/randomId:RandomId", "suffix", { byteLength: 6 });
const called = (props: Props, from: Record<string, string[]> = {}) => [
    resource("aws:s3/bucket:Bucket", "logs", props, from),
    suffix,
];
const ofAccount = "shop-logs-111122223333-eu-west-1-an";

const buckets: Edge[] = [
    [
        "bucket-name-own",
        "of the account's namespace",
        "pass",
        called({ bucket: ofAccount, bucketNamespace: "account-regional" }),
    ],
    [
        "bucket-name-own",
        "the same name in that of all",
        "fail",
        called({ bucket: ofAccount, bucketNamespace: "global" }),
    ],
    [
        "bucket-name-own",
        "named by the account",
        "fail",
        called({ bucket: "111122223333-logs" }),
        { says: /anybody can take/ },
    ],
    ["bucket-name-own", "a number that is none of an account", "pass", called({ bucket: "logs-20261130120000" })],
    ["bucket-name-own", "named by the provider", "pass", called({})],
    ["bucket-name-own", "a name that is not known yet", "unknown", called({ bucket: unknown })],
    [
        "bucket-name-own",
        "a name with random characters",
        "pass",
        called({ bucket: unknown }, { bucket: [urnOf(suffix.type, "suffix")] }),
    ],
];

hold([...databases, ...volumes, ...drivers, ...buckets]);
