import { account, policy } from "./account.ts";
import { subnets, zones } from "./network.ts";
import { resource, urnOf } from "./resource.ts";

export const key = urnOf("aws:kms/key:Key", "secrets");

const template = urnOf("aws:ec2/launchTemplate:LaunchTemplate", "system");

const administrators = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef`;

export const cluster = resource(
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

export const nodes = [
    resource("aws:ec2/launchTemplate:LaunchTemplate", "system", {
        blockDeviceMappings: [
            { deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeSize: 50, volumeType: "gp3" } },
        ],
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
        networkInterfaces: [{ associatePublicIpAddress: "false" }],
        userData: Buffer.from("[settings.kubernetes]\npod-pids-limit = 4096\n").toString("base64"),
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

export const addons = [
    addon("vpc-cni", { configurationValues: '{"enableNetworkPolicy":"true"}', ...associated("aws-node") }),
    addon("aws-ebs-csi-driver", associated("ebs-csi-controller-sa")),
    addon("snapshot-controller"),
    addon("eks-pod-identity-agent"),
    addon("metrics-server"),
    addon("coredns"),
    addon("kube-proxy"),
];

export const access = [
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
