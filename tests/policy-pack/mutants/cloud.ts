import { both, drop, dropApi, forget, hide, madeFrom, set } from "../stack.ts";
import { type Mutant, property } from "./mutant.ts";

const cluster = "Cluster shop";
const group = "NodeGroup system";
const template = "LaunchTemplate system";
const nodeClass = "EC2NodeClass general";
const bucket = "backups";

const oneZone = ["id-of-private-eu-west-1a"];
const oneSubnet = "aws:ec2/subnet:Subnet private-eu-west-1a";

/** Of the cluster, which gives a token to each pod. */
const provider = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF";

const controlPlane: Mutant[] = [
    property("eks-endpoint-not-public", cluster, "vpcConfig.endpointPublicAccess", true),
    property("eks-endpoint-not-public", cluster, "vpcConfig.endpointPublicAccess", undefined),
    property("eks-endpoint-private-enabled", cluster, "vpcConfig.endpointPrivateAccess", false),
    property("eks-secrets-kms", cluster, "encryptionConfig", undefined),
    property("eks-secrets-kms", cluster, "encryptionConfig.resources", []),
    property("eks-control-plane-logs", cluster, "enabledClusterLogTypes", ["api", "audit"]),
    property("eks-control-plane-logs", cluster, "enabledClusterLogTypes", undefined),
    property("eks-version-supported", cluster, "version", "1.29", {
        "cluster-autoscaler-sane": "the Cluster Autoscaler is of the old version",
        "nodes-version-skew": "the nodes are of the old version",
    }),
    property("eks-version-supported", cluster, "version", undefined, {
        "cluster-autoscaler-sane": "there is no version to compare the Cluster Autoscaler with",
    }),
    property("eks-deletion-protection", cluster, "deletionProtection", undefined),
    property("eks-auth-mode-api", cluster, "accessConfig.authenticationMode", "CONFIG_MAP"),
    property("eks-auth-mode-api", cluster, "accessConfig", undefined, {
        "eks-no-creator-admin": "the creator's rights are in the same block",
    }),
    property("kms-key-rotation", "Key secrets", "enableKeyRotation", undefined),
    property("kms-key-rotation", "Key secrets", "deletionWindowInDays", 1),
    {
        check: "eks-subnets-multi-az",
        breaks: both(set(cluster, "vpcConfig.subnetIds", oneZone), madeFrom(cluster, "vpcConfig", oneSubnet)),
        hides: hide(cluster, "vpcConfig.subnetIds"),
    },
    {
        check: "eks-endpoint-cidrs-restricted",
        config: { "eks-endpoint-not-public": { publicAllowed: true } },
        breaks: both(
            set(cluster, "vpcConfig.endpointPublicAccess", true),
            set(cluster, "vpcConfig.publicAccessCidrs", ["203.0.113.0/24", "0.0.0.0/0"]),
        ),
        hides: both(set(cluster, "vpcConfig.endpointPublicAccess", true), hide(cluster, "vpcConfig.publicAccessCidrs")),
    },
];

const network: Mutant[] = [
    { check: "vpc-flow-logs", breaks: drop("FlowLog shop"), hides: hide("FlowLog shop", "vpcId") },
    property("vpc-flow-logs", "FlowLog shop", "trafficType", "ACCEPT"),
];

const access: Mutant[] = [
    property(
        "access-entry-role-not-user",
        "AccessEntry administrators",
        "principalArn",
        "arn:aws:iam::123456789012:user/jane",
        {
            "access-entry-groups": "the access policy is associated with another principal",
            "sso-integration-present": "the only access entry is no role of the identity provider any more",
        },
    ),
    property(
        "sso-integration-present",
        "AccessEntry administrators",
        "principalArn",
        "arn:aws:iam::123456789012:role/admin",
        { "access-entry-groups": "the access policy is associated with another principal" },
    ),
    property(
        "access-policy-admin-limited",
        "AccessPolicyAssociation administrators",
        "principalArn",
        "arn:aws:iam::123456789012:role/anybody",
        { "access-entry-groups": "the access policy is associated with another principal" },
    ),
    property(
        "iam-no-star-policies",
        "RolePolicy external-secrets",
        "policy",
        '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}',
    ),
    ...[
        { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" },
        { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: ["*"] } },
        { Effect: "Allow", Principal: "*", Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } } },
        { Effect: "Allow", Principal: { Federated: provider }, Condition: { StringEquals: { "oidc:aud": "sts" } } },
        {
            Effect: "Allow",
            Principal: { Federated: provider },
            Condition: { StringLike: { "oidc:sub": "system:serviceaccount:*:*" } },
        },
    ].map((Statement) =>
        property("iam-trust-restricted", "Role nodes", "assumeRolePolicy", JSON.stringify({ Statement })),
    ),
    property("ci-push-identity", "Role build", "assumeRolePolicy", '{"Statement": []}'),
    property("ci-push-identity", "Role build", "assumeRolePolicy", (text: string) => text.replace(":sub", ":aud"), {
        "iam-trust-restricted": "every repository may take the role",
    }),
];

const nodes: Mutant[] = [
    property("nodes-min-count", group, "scalingConfig.minSize", 1),
    {
        check: "nodes-multi-az",
        breaks: both(set(group, "subnetIds", oneZone), madeFrom(group, "subnetIds", oneSubnet)),
        hides: hide(group, "subnetIds"),
    },
    {
        check: "nodes-elastic",
        breaks: both(drop("NodePool general"), set(group, "scalingConfig.maxSize", 3)),
        hides: both(drop("NodePool general"), hide(group, "scalingConfig.maxSize")),
        also: {
            "affinity-resolves": "the labels of the NodePool are gone with it",
            "nodes-workload-classes": "and its class",
        },
    },
    {
        check: "nodes-autoscaler-present",
        breaks: both(
            drop("Release karpenter", "Release cluster-autoscaler"),
            dropApi("karpenter.sh"),
            dropApi("karpenter.k8s.aws"),
        ),
        also: {
            "nodes-workload-classes": "the class that Karpenter made is gone",
            "affinity-resolves": "and workloads ask for it",
        },
        hides: both(drop("Release cluster-autoscaler"), hide("Release karpenter", "values")),
    },
    {
        check: "nodes-autoscaler-present",
        breaks: both(drop("Release cluster-autoscaler"), set("Release karpenter", "values.settings.clusterName", "")),
    },
    property("nodes-system-dedicated", group, "taints", []),
    property("nodes-imdsv2", template, "metadataOptions.httpTokens", "optional"),
    property("nodes-imdsv2", template, "metadataOptions.httpPutResponseHopLimit", 2),
    property("nodes-imdsv2", template, "metadataOptions", undefined),
    property("nodes-imdsv2", nodeClass, "spec.metadataOptions", { httpPutResponseHopLimit: 2 }),
    property("nodes-ebs-encrypted", template, "blockDeviceMappings", [{ ebs: { volumeSize: 50 } }]),
    property("nodes-ebs-encrypted", template, "blockDeviceMappings", undefined),
    property("nodes-ebs-encrypted", nodeClass, "spec.blockDeviceMappings", [{ ebs: { volumeSize: "50Gi" } }]),
    property("nodes-no-public-ip", template, "networkInterfaces", [{ associatePublicIpAddress: "true" }]),
    property("nodes-no-public-ip", nodeClass, "spec.associatePublicIPAddress", true),
    property("nodes-pids-limit", template, "userData", undefined),
    property("nodes-pids-limit", template, "userData", "pod-pids-limit = 0"),
    property("nodes-pids-limit", nodeClass, "spec.userData", ""),
    property("nodes-ami-current", group, "amiType", "AL2_x86_64"),
    property("nodes-ami-current", nodeClass, "spec.amiSelectorTerms", [{ alias: "al2@latest" }]),
];

const addons: Mutant[] = [
    property("cni-network-policy", "Addon vpc-cni", "configurationValues", "{}"),
    property("addons-identity", "Addon aws-ebs-csi-driver", "podIdentityAssociations", undefined),
    property("pod-identity-or-irsa", "Addon eks-pod-identity-agent", "addonName", "kube-proxy"),
    property("metrics-server-present", "Addon metrics-server", "addonName", "kube-proxy"),
    property("ebs-csi-present", "Addon snapshot-controller", "addonName", "kube-proxy"),
];

const registry: Mutant[] = [
    property("ecr-private-kms", "Repository shop", "encryptionConfigurations", undefined),
    property("ecr-immutable-tags", "Repository shop", "imageTagMutability", "MUTABLE"),
    property("ecr-scan-on-push", "Repository shop", "imageScanningConfiguration.scanOnPush", false),
    property("ecr-pull-through", "PullThroughCacheRule quay.io", "upstreamRegistryUrl", "example.com"),
];

const backups: Mutant[] = [
    property("backup-location-safe", `BucketVersioning ${bucket}`, "versioningConfiguration.status", "Suspended"),
    property("backup-location-safe", `BucketServerSideEncryptionConfiguration ${bucket}`, "rules", []),
    property("backup-location-safe", `BucketPublicAccessBlock ${bucket}`, "blockPublicPolicy", false),
    {
        check: "backup-location-safe",
        breaks: drop(`BucketLifecycleConfiguration ${bucket}`),
        hides: both(
            forget("Release velero", "values"),
            hide("Release velero", "values.configuration.backupStorageLocation"),
        ),
    },
    {
        check: "backup-cross-region",
        breaks: drop(`BucketReplicationConfig ${bucket}`),
        also: { "backup-immutable": "the lock is on the copy" },
    },
];

const edge: Mutant[] = [
    { check: "edge-protected", breaks: drop("WebAclAssociation edge"), hides: hide("LoadBalancer edge", "internal") },
    property("edge-protected", "LoadBalancer edge", "accessLogs.enabled", false),
    property("edge-protected", "LoadBalancer edge", "enableDeletionProtection", false),
];

const secrets: Mutant[] = [
    {
        check: "secret-store-present",
        breaks: forget("Secret heartbeat", "kmsKeyId"),
        hides: hide("Secret heartbeat", "kmsKeyId"),
    },
];

/** Mutants of the AWS half. */
export const cloudMutants: readonly Mutant[] = [
    ...controlPlane,
    ...network,
    ...access,
    ...nodes,
    ...addons,
    ...registry,
    ...backups,
    ...edge,
    ...secrets,
];
