import { access, addons, cluster, key, nodes } from "./cluster.ts";
import { network } from "./network.ts";
import { resource, urnOf } from "./resource.ts";

const bucket = urnOf("aws:s3/bucket:Bucket", "backups");
const replica = urnOf("aws:s3/bucket:Bucket", "replica");

const registry = [
    resource("aws:ecr/repository:Repository", "shop", {
        encryptionConfigurations: [{ encryptionType: "KMS" }],
        imageScanningConfiguration: { scanOnPush: true },
        imageTagMutability: "IMMUTABLE",
    }),
    resource(
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "shop",
        {},
        { repository: [urnOf("aws:ecr/repository:Repository", "shop")] },
    ),
    resource("aws:ecr/replicationConfiguration:ReplicationConfiguration", "shop", {}),
    ...["public.ecr.aws", "quay.io", "registry.k8s.io", "ghcr.io"].map((upstreamRegistryUrl) =>
        resource("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", upstreamRegistryUrl, {
            ecrRepositoryPrefix: upstreamRegistryUrl,
            upstreamRegistryUrl,
        }),
    ),
];

const backups = [
    resource("aws:s3/bucket:Bucket", "backups", { bucket: "shop-backups", region: "eu-west-1" }),
    resource(
        "aws:s3/bucketVersioning:BucketVersioning",
        "backups",
        { versioningConfiguration: { status: "Enabled" } },
        { bucket: [bucket] },
    ),
    resource(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "backups",
        { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] },
        { bucket: [bucket] },
    ),
    resource(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "backups",
        { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
        { bucket: [bucket] },
    ),
    resource(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "backups",
        { rules: [{ status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 30 } }] },
        { bucket: [bucket] },
    ),
    resource(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        "backups",
        { rules: [{ status: "Enabled", sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } } }] },
        { bucket: [bucket], rules: [replica] },
    ),
    resource("aws:s3/bucket:Bucket", "replica", { bucket: "shop-replica", region: "eu-central-1" }),
    resource(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        "replica",
        { rule: { defaultRetention: { mode: "COMPLIANCE", days: 30 } } },
        { bucket: [replica] },
    ),
];

const uploads = resource("aws:s3/bucket:Bucket", "uploads", {
    bucket: "shop-uploads-111122223333-eu-west-1-an",
    bucketNamespace: "account-regional",
});

const edge = [
    resource("aws:lb/loadBalancer:LoadBalancer", "edge", {
        accessLogs: { bucket: "logs", enabled: true },
        enableDeletionProtection: true,
        internal: false,
        loadBalancerType: "application",
    }),
    resource(
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        "edge",
        {},
        { resourceArn: [urnOf("aws:lb/loadBalancer:LoadBalancer", "edge")] },
    ),
];

const detection = [
    resource("aws:guardduty/detectorFeature:DetectorFeature", "audit", { name: "EKS_AUDIT_LOGS", status: "ENABLED" }),
    resource("aws:guardduty/detectorFeature:DetectorFeature", "runtime", {
        name: "RUNTIME_MONITORING",
        status: "ENABLED",
        additionalConfigurations: [{ name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" }],
    }),
    resource("aws:inspector2/enabler:Enabler", "shop", { resourceTypes: ["EC2", "ECR"] }),
];

const beside = [
    resource(
        "aws:cloudwatch/logGroup:LogGroup",
        "control-plane",
        { name: "/aws/eks/shop/cluster", retentionInDays: 365 },
        { kmsKeyId: [key] },
    ),
    resource("aws:rds/instance:Instance", "orders", {
        backupRetentionPeriod: 14,
        deletionProtection: true,
        engine: "postgres",
        multiAz: true,
        storageEncrypted: true,
    }),
    resource("aws:route53/record:Record", "shop", {
        failoverRoutingPolicies: [{ type: "PRIMARY" }],
        healthCheckId: "id-of-check",
    }),
    resource("aws:lb/listener:Listener", "edge", {
        protocol: "HTTPS",
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    }),
    {
        ...resource("pulumi:pulumi:Stack", "shop-prod", {}),
        outputs: { clusterName: "shop", clusterArn: "arn:aws:eks:eu-west-1:123456789012:cluster/shop" },
    },
];

/** The AWS half of a stack that meets every check. */
export const cloud = () => [
    resource("aws:kms/key:Key", "secrets", { enableKeyRotation: true, deletionWindowInDays: 30 }),
    resource("aws:secretsmanager/secret:Secret", "heartbeat", { name: "shop/heartbeat" }, { kmsKeyId: [key] }),
    ...network,
    cluster,
    ...nodes,
    ...addons,
    ...access,
    ...registry,
    ...backups,
    uploads,
    ...edge,
    ...detection,
    ...beside,
];
