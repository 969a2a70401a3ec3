import { resource, urnOf } from "./resource.ts";

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
const key = urnOf("aws:kms/key:Key", "secrets");
const vpc = urnOf("aws:ec2/vpc:Vpc", "shop");
const subnets = zones.map((zone) => urnOf("aws:ec2/subnet:Subnet", `private-${zone}`));
const template = urnOf("aws:ec2/launchTemplate:LaunchTemplate", "system");
const bucket = urnOf("aws:s3/bucket:Bucket", "backups");
const replica = urnOf("aws:s3/bucket:Bucket", "replica");
const account = "123456789012";
const administrators = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef`;

const policy = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

const network = [
    resource("aws:ec2/vpc:Vpc", "shop", { cidrBlock: "10.0.0.0/16" }),
    ...zones.map((zone, index) =>
        resource(
            "aws:ec2/subnet:Subnet",
            `private-${zone}`,
            { availabilityZone: zone, cidrBlock: `10.0.${index * 16}.0/20`, vpcId: "id-of-shop" },
            { vpcId: [vpc] },
        ),
    ),
    resource(
        "aws:ec2/subnet:Subnet",
        "public",
        { availabilityZone: "eu-west-1a", mapPublicIpOnLaunch: true, vpcId: "id-of-shop" },
        { vpcId: [vpc] },
    ),
    resource("aws:ec2/internetGateway:InternetGateway", "shop", {}, { vpcId: [vpc] }),
    resource("aws:ec2/routeTable:RouteTable", "private", {}, { vpcId: [vpc] }),
    ...zones.flatMap((zone) => [
        resource("aws:ec2/natGateway:NatGateway", zone, { subnetId: `id-of-private-${zone}` }),
        resource(
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
            zone,
            {},
            {
                subnetId: [urnOf("aws:ec2/subnet:Subnet", `private-${zone}`)],
                routeTableId: [urnOf("aws:ec2/routeTable:RouteTable", "private")],
            },
        ),
    ]),
    ...["ecr.api", "ecr.dkr", "s3", "sts", "logs", "ec2", "eks", "eks-auth"].map((service) =>
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", service, { serviceName: `com.amazonaws.eu-west-1.${service}` }),
    ),
    resource("aws:ec2/securityGroup:SecurityGroup", "nodes", {
        ingress: [{ fromPort: 443, toPort: 443, protocol: "tcp", cidrBlocks: ["10.0.0.0/16"] }],
    }),
    resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "api", {
        fromPort: 443,
        toPort: 443,
        ipProtocol: "tcp",
        cidrIpv4: "10.0.0.0/16",
    }),
    resource("aws:ec2/flowLog:FlowLog", "shop", { trafficType: "ALL", vpcId: "id-of-shop" }, { vpcId: [vpc] }),
];

const cluster = resource(
    "aws:eks/cluster:Cluster",
    "shop",
    {
        name: "shop",
        version: "1.35",
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
        controlPlaneScalingConfig: { tier: "tier-xl" },
        tags: { owner: "shop", environment: "production", costCenter: "4711" },
        upgradePolicy: { supportType: "STANDARD" },
        zonalShiftConfig: { enabled: true },
        deletionProtection: true,
        enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        encryptionConfig: { provider: { keyArn: "id-of-secrets" }, resources: ["secrets"] },
        vpcConfig: {
            endpointPrivateAccess: true,
            endpointPublicAccess: false,
            subnetIds: zones.map((zone) => `id-of-private-${zone}`),
        },
    },
    { encryptionConfig: [key], vpcConfig: subnets },
);

const nodes = [
    resource("aws:ec2/launchTemplate:LaunchTemplate", "system", {
        blockDeviceMappings: [
            { deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeSize: 50, volumeType: "gp3" } },
        ],
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
        networkInterfaces: [{ associatePublicIpAddress: "false" }],
    }),
    resource(
        "aws:eks/nodeGroup:NodeGroup",
        "system",
        {
            amiType: "BOTTLEROCKET_ARM_64",
            capacityType: "ON_DEMAND",
            clusterName: "shop",
            instanceTypes: ["m7g.xlarge"],
            labels: { class: "system" },
            nodeRepairConfig: { enabled: true },
            nodeRoleArn: "id-of-nodes",
            updateConfig: { maxUnavailable: 1 },
            version: "1.35",
            launchTemplate: { id: "id-of-system", version: "1" },
            scalingConfig: { desiredSize: 3, minSize: 3, maxSize: 6 },
            subnetIds: zones.map((zone) => `id-of-private-${zone}`),
            taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
        },
        { launchTemplate: [template], nodeRoleArn: [urnOf("aws:iam/role:Role", "nodes")], subnetIds: subnets },
    ),
    resource("aws:iam/role:Role", "nodes", {}),
    resource(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "nodes",
        { policyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy" },
        { role: [urnOf("aws:iam/role:Role", "nodes")] },
    ),
];

const addon = (addonName: string, props: object = {}) =>
    resource("aws:eks/addon:Addon", addonName, {
        addonName,
        addonVersion: "v1.0.0-eksbuild.1",
        clusterName: "shop",
        ...props,
    });

const associated = (serviceAccount: string) => ({
    podIdentityAssociations: [{ serviceAccount, roleArn: `arn:aws:iam::${account}:role/${serviceAccount}` }],
});

const addons = [
    addon("vpc-cni", { configurationValues: '{"enableNetworkPolicy":"true"}', ...associated("aws-node") }),
    addon("aws-ebs-csi-driver", associated("ebs-csi-controller-sa")),
    addon("snapshot-controller"),
    addon("eks-pod-identity-agent"),
    addon("metrics-server"),
    addon("coredns"),
    addon("kube-proxy"),
];

const access = [
    resource("aws:eks/accessEntry:AccessEntry", "administrators", {
        clusterName: "shop",
        principalArn: administrators,
    }),
    resource("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "administrators", {
        accessScope: { type: "cluster" },
        clusterName: "shop",
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        principalArn: administrators,
    }),
    resource("aws:eks/podIdentityAssociation:PodIdentityAssociation", "external-secrets", {
        clusterName: "shop",
        namespace: "external-secrets",
        serviceAccount: "external-secrets",
    }),
    resource("aws:iam/rolePolicy:RolePolicy", "external-secrets", {
        policy: policy({
            Effect: "Allow",
            Action: ["secretsmanager:GetSecretValue"],
            Resource: ["arn:aws:secretsmanager:*:*:secret:shop/*"],
        }),
    }),
    resource("aws:iam/role:Role", "build", {
        assumeRolePolicy: policy({
            Effect: "Allow",
            Action: "sts:AssumeRoleWithWebIdentity",
            Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
            Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:shop/*" } },
        }),
    }),
];

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
        { rules: [{ status: "Enabled" }] },
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
    ...edge,
    ...detection,
    ...beside,
];
