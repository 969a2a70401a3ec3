/**
 * Everything that the simulated AWS knows without being told, in one table. Versions are real ones, as AWS listed them
 * in autumn 2026 (`aws eks describe-addon-versions`); ids are made up.
 */

/** The account, unless the provider's `allowedAccountIds` names one. */
export const accountId = "000000000000";

export const partition = { partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };

/** Zones of each region; the place in the list is the number in the zone's id. */
export const regions: Record<string, { id: string; zones: string[] }> = {
    "eu-central-1": { id: "euc1", zones: ["a", "b", "c"] },
    "eu-central-2": { id: "euc2", zones: ["a", "b", "c"] },
    "eu-north-1": { id: "eun1", zones: ["a", "b", "c"] },
    "eu-south-1": { id: "eus1", zones: ["a", "b", "c"] },
    "eu-west-1": { id: "euw1", zones: ["a", "b", "c"] },
    "eu-west-2": { id: "euw2", zones: ["a", "b", "c"] },
    "eu-west-3": { id: "euw3", zones: ["a", "b", "c"] },
    "us-east-1": { id: "use1", zones: ["a", "b", "c", "d", "e", "f"] },
    "us-east-2": { id: "use2", zones: ["a", "b", "c"] },
    "us-west-2": { id: "usw2", zones: ["a", "b", "c", "d"] },
    "ca-central-1": { id: "cac1", zones: ["a", "b", "d"] },
    "ap-northeast-1": { id: "apne1", zones: ["a", "c", "d"] },
    "ap-southeast-1": { id: "apse1", zones: ["a", "b", "c"] },
    "ap-southeast-2": { id: "apse2", zones: ["a", "b", "c"] },
    "sa-east-1": { id: "sae1", zones: ["a", "b", "c"] },
};

/** Kubernetes minor versions that EKS makes clusters of, oldest first. */
export const kubernetesVersions = ["1.32", "1.33", "1.34", "1.35", "1.36"];

/** Versions of an EKS add-on for every minor version (`*`) or for one; newest first, the last one is AWS's default. */
export const addonVersions: Record<string, Record<string, string[]>> = {
    "vpc-cni": {
        "*": ["v1.23.1-eksbuild.1", "v1.23.0-eksbuild.1", "v1.22.4-eksbuild.3"],
    },
    coredns: {
        "1.32": ["v1.11.4-eksbuild.40", "v1.11.4-eksbuild.33"],
        "1.33": ["v1.12.4-eksbuild.38", "v1.12.4-eksbuild.18"],
        "1.34": ["v1.13.2-eksbuild.11", "v1.13.2-eksbuild.4", "v1.12.4-eksbuild.29"],
        "1.35": ["v1.14.3-eksbuild.16", "v1.14.3-eksbuild.3", "v1.13.2-eksbuild.31", "v1.13.2-eksbuild.21"],
        "1.36": ["v1.14.3-eksbuild.23", "v1.14.3-eksbuild.16", "v1.14.3-eksbuild.3"],
    },
    "kube-proxy": {
        "1.32": ["v1.32.13-eksbuild.21", "v1.32.13-eksbuild.16"],
        "1.33": ["v1.33.10-eksbuild.29", "v1.33.10-eksbuild.13"],
        "1.34": ["v1.34.6-eksbuild.29", "v1.34.6-eksbuild.21", "v1.34.6-eksbuild.13"],
        "1.35": ["v1.35.3-eksbuild.29", "v1.35.3-eksbuild.21", "v1.35.3-eksbuild.13"],
        "1.36": ["v1.36.0-eksbuild.25", "v1.36.0-eksbuild.21", "v1.36.0-eksbuild.14"],
    },
    "aws-ebs-csi-driver": {
        "*": ["v1.66.0-eksbuild.1", "v1.65.0-eksbuild.1", "v1.63.1-eksbuild.1", "v1.60.1-eksbuild.1"],
    },
    "snapshot-controller": {
        "*": ["v8.6.0-eksbuild.8", "v8.6.0-eksbuild.6", "v8.6.0-eksbuild.4", "v8.5.0-eksbuild.5"],
    },
    "eks-pod-identity-agent": { "*": ["v1.4.0-eksbuild.2", "v1.3.10-eksbuild.3", "v1.3.10-eksbuild.2"] },
    "eks-node-monitoring-agent": { "*": ["v1.6.6-eksbuild.1", "v1.6.4-eksbuild.1"] },
    "amazon-cloudwatch-observability": { "*": ["v6.3.0-eksbuild.1"] },
    "metrics-server": {
        "*": ["v0.9.0-eksbuild.11", "v0.9.0-eksbuild.7", "v0.9.0-eksbuild.5"],
    },
};

/** SSM parameters that AWS publishes, with the id of an image. */
export const imageParameters = /^\/aws\/service\/bottlerocket\/aws-k8s-1\.\d+\/(x86_64|arm64)\/[\w.]+\/image_id$/;

/** AWS services that VPC endpoints lead to; `gateway` services have a route, all have an interface. */
export const endpointServices = {
    gateway: ["s3", "dynamodb"],
    interface: [
        ...["s3", "dynamodb", "ec2", "ec2messages", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing"],
        ...["autoscaling", "sts", "logs", "monitoring", "events", "kms", "secretsmanager", "ssm", "ssmmessages"],
        ...["sns", "sqs", "backup", "xray", "aps-workspaces", "elasticfilesystem", "guardduty-data", "pricing.api"],
        ...["acm-pca", "arc-zonal-shift", "kinesis-firehose"],
    ],
};

/** Policies that AWS manages, below `arn:aws:iam::aws:policy/`. */
export const managedPolicies = [
    ...["AdministratorAccess", "ReadOnlyAccess", "PowerUserAccess", "SecurityAudit"],
    ...["AmazonEKSClusterPolicy", "AmazonEKSVPCResourceController", "AmazonEKSServicePolicy"],
    ...["AmazonEKSWorkerNodePolicy", "AmazonEKSWorkerNodeMinimalPolicy", "AmazonEKS_CNI_Policy"],
    ...["AmazonEKSComputePolicy", "AmazonEKSBlockStoragePolicy", "AmazonEKSLoadBalancingPolicy"],
    ...["AmazonEKSNetworkingPolicy", "AmazonEKSFargatePodExecutionRolePolicy"],
    ...["AmazonEC2ContainerRegistryReadOnly", "AmazonEC2ContainerRegistryPullOnly"],
    ...["AmazonEC2ContainerRegistryPowerUser", "AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy"],
    ...["AmazonPrometheusRemoteWriteAccess", "AWSXrayWriteOnlyAccess"],
    ...["service-role/AmazonEBSCSIDriverPolicy", "AmazonEBSCSIDriverPolicyV2"],
    ...["service-role/AmazonEFSCSIDriverPolicy", "service-role/AWSBackupServiceRolePolicyForBackup"],
    ...["service-role/AWSBackupServiceRolePolicyForRestores", "AWSBackupServiceRolePolicyForS3Backup"],
    ...["AWSBackupServiceRolePolicyForS3Restore", "service-role/AWSLambdaBasicExecutionRole"],
];

/** Policies that an EKS access entry can be given, below `arn:aws:eks::aws:cluster-access-policy/`. */
export const accessPolicies = [
    ...["AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy", "AmazonEKSAdminViewPolicy"],
    ...["AmazonEKSEditPolicy", "AmazonEKSViewPolicy", "AmazonEKSSecretReaderPolicy"],
];
