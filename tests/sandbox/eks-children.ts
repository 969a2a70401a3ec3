import { expect } from "vitest";

/**
 * What @pulumi/eks 4.3.0 registers for a cluster with private endpoint, access entry and add-ons, a managed node group
 * with IMDSv2 and disk size, and an add-on: written down from its own registrations. Defaults are the real, weak ones.
 * What the components themselves are given is what they hand to the engine, where they are built with Pulumi 3.202 or newer.
 */
export interface Child {
    type: string;
    name: string;
    parent: string;
    /** Names of the other children that it waits for. */
    after?: string[];
    /** Inputs beyond names that are made up, region and `tagsAll`; texts in braces stand for ids. Default: not looked at. */
    inputs?: Record<string, unknown>;
}

const clusterPolicy = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";
const anywhere = {
    cidrBlocks: ["0.0.0.0/0"],
    description: "Allow internet access.",
    fromPort: 0,
    protocol: "-1",
    toPort: 0,
    type: "egress",
};
const clusterGroup = "{prod-eksClusterSecurityGroup}";
const nodeGroup = "{prod-nodeSecurityGroup}";
const groups = ["prod-eksClusterSecurityGroup", "prod-nodeSecurityGroup"];
const overwrite = { preserve: true, resolveConflictsOnCreate: "OVERWRITE", resolveConflictsOnUpdate: "OVERWRITE" };
const subnets = ["{public-a}", "{public-b}", "{public-c}", "{private-a}", "{private-b}", "{private-c}"];
const rule = "aws:ec2/securityGroupRule:SecurityGroupRule";

export const children: Child[] = [
    {
        type: "eks:index:Cluster",
        name: "prod",
        parent: "test-test",
        inputs: expect.objectContaining({
            authenticationMode: "API",
            endpointPrivateAccess: true,
            endpointPublicAccess: false,
            name: "prod",
            skipDefaultNodeGroup: true,
            version: "1.35",
        }),
    },
    {
        type: "eks:index:ServiceRole",
        name: "prod-eksRole",
        parent: "prod",
        inputs: {
            assumeRoleActions: ["sts:AssumeRole", "sts:TagSession"],
            description: "Allows EKS to manage clusters on your behalf.",
            managedPolicyArns: [{ id: clusterPolicy, arn: clusterPolicy }],
            service: "eks.amazonaws.com",
        },
    },
    {
        type: "aws:ec2/securityGroup:SecurityGroup",
        name: "prod-eksClusterSecurityGroup",
        parent: "prod",
        inputs: {
            description: "Managed by Pulumi",
            revokeRulesOnDelete: true,
            tags: { Name: "prod-eksClusterSecurityGroup" },
            vpcId: "{vpc}",
        },
    },
    {
        type: "aws:iam/role:Role",
        name: "prod-eksRole-role",
        parent: "prod-eksRole",
        inputs: {
            assumeRolePolicy:
                '{"Version":"2012-10-17","Statement":[{"Action":["sts:AssumeRole","sts:TagSession"],"Effect":"Allow","Principal":{"Service":["eks.amazonaws.com"]}}]}',
            description: "Allows EKS to manage clusters on your behalf.",
        },
    },
    {
        type: rule,
        name: "prod-eksClusterInternetEgressRule",
        parent: "prod",
        after: ["prod-eksClusterSecurityGroup"],
        inputs: { ...anywhere, securityGroupId: clusterGroup },
    },
    {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        name: "prod-eksRole-4b490823",
        parent: "prod-eksRole",
        after: ["prod-eksRole-role"],
        inputs: { policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy", role: "{prod-eksRole-role}" },
    },
    {
        type: "aws:eks/cluster:Cluster",
        name: "prod-eksCluster",
        parent: "prod",
        after: ["prod-eksClusterSecurityGroup", "prod-eksRole-4b490823", "prod-eksRole-role"],
        inputs: {
            accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
            bootstrapSelfManagedAddons: true,
            deletionProtection: true,
            enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
            encryptionConfig: { provider: { keyArn: "{key:arn}" }, resources: ["secrets"] },
            name: "prod",
            roleArn: "{prod-eksRole-role:arn}",
            tags: { Name: "prod-eksCluster" },
            version: "1.35",
            vpcConfig: {
                endpointPrivateAccess: true,
                endpointPublicAccess: false,
                securityGroupIds: [clusterGroup],
                subnetIds: subnets,
            },
        },
    },
    { type: "pulumi:providers:kubernetes", name: "prod-eks-k8s", parent: "prod", after: ["prod-eksCluster"] },
    {
        type: "aws:eks/accessEntry:AccessEntry",
        name: "prod-admins",
        parent: "prod",
        after: ["prod-eksCluster"],
        inputs: { clusterName: "prod", principalArn: "arn:aws:iam::123456789012:role/x" },
    },
    {
        type: "aws:ec2/securityGroup:SecurityGroup",
        name: "prod-nodeSecurityGroup",
        parent: "prod",
        after: ["prod-eksCluster"],
        inputs: {
            description: "Managed by Pulumi",
            revokeRulesOnDelete: true,
            tags: { Name: "prod-nodeSecurityGroup", "kubernetes.io/cluster/prod": "owned" },
            vpcId: "{vpc}",
        },
    },
    {
        type: "aws:eks/addon:Addon",
        name: "prod-kube-proxy",
        parent: "prod",
        after: ["prod-eksCluster"],
        inputs: {
            ...overwrite,
            addonName: "kube-proxy",
            addonVersion: expect.stringMatching(/^v1\.35\./),
            clusterName: "prod",
        },
    },
    {
        type: "aws:eks/addon:Addon",
        name: "prod-coredns",
        parent: "prod",
        after: ["prod-eksCluster"],
        inputs: {
            ...overwrite,
            addonName: "coredns",
            addonVersion: expect.stringMatching(/^v1\./),
            clusterName: "prod",
        },
    },
    {
        type: "eks:index:VpcCniAddon",
        name: "prod-vpc-cni",
        parent: "prod",
        after: ["prod-admins", "prod-eksCluster"],
        inputs: { clusterName: "prod", clusterVersion: "1.35" },
    },
    {
        type: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        name: "prod-admins-a",
        parent: "prod-admins",
        after: ["prod-admins", "prod-eksCluster"],
        inputs: {
            accessScope: { type: "cluster" },
            clusterName: "prod",
            policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            principalArn: "arn:aws:iam::123456789012:role/x",
        },
    },
    {
        type: rule,
        name: "prod-eksNodeInternetEgressRule",
        parent: "prod",
        after: ["prod-nodeSecurityGroup"],
        inputs: { ...anywhere, securityGroupId: nodeGroup },
    },
    {
        type: rule,
        name: "prod-eksNodeIngressRule",
        parent: "prod",
        after: ["prod-nodeSecurityGroup"],
        inputs: {
            description: "Allow nodes to communicate with each other",
            fromPort: 0,
            protocol: "-1",
            securityGroupId: nodeGroup,
            self: true,
            toPort: 0,
            type: "ingress",
        },
    },
    {
        type: rule,
        name: "prod-eksClusterIngressRule",
        parent: "prod",
        after: groups,
        inputs: {
            description: "Allow pods to communicate with the cluster API Server",
            fromPort: 443,
            protocol: "tcp",
            securityGroupId: clusterGroup,
            sourceSecurityGroupId: nodeGroup,
            toPort: 443,
            type: "ingress",
        },
    },
    {
        type: rule,
        name: "prod-eksNodeClusterIngressRule",
        parent: "prod",
        after: groups,
        inputs: {
            description: "Allow worker Kubelets and pods to receive communication from the cluster control plane",
            fromPort: 1025,
            protocol: "tcp",
            securityGroupId: nodeGroup,
            sourceSecurityGroupId: clusterGroup,
            toPort: 65535,
            type: "ingress",
        },
    },
    {
        type: rule,
        name: "prod-eksExtApiServerClusterIngressRule",
        parent: "prod",
        after: groups,
        inputs: {
            description:
                "Allow pods running extension API servers on port 443 to receive communication from cluster control plane",
            fromPort: 443,
            protocol: "tcp",
            securityGroupId: nodeGroup,
            sourceSecurityGroupId: clusterGroup,
            toPort: 443,
            type: "ingress",
        },
    },
    {
        type: "aws:eks/addon:Addon",
        name: "prod-vpc-cni",
        parent: "prod-vpc-cni",
        after: ["prod-eksCluster"],
        inputs: {
            ...overwrite,
            addonName: "vpc-cni",
            addonVersion: expect.stringMatching(/^v1\./),
            clusterName: "prod",
            configurationValues:
                '{"env":{"AWS_VPC_ENI_MTU":"9001","AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG":"false","AWS_VPC_K8S_CNI_EXTERNALSNAT":"false","AWS_VPC_K8S_CNI_LOGLEVEL":"DEBUG","AWS_VPC_K8S_CNI_LOG_FILE":"/host/var/log/aws-routed-eni/ipamd.log","AWS_VPC_K8S_CNI_VETHPREFIX":"eni","AWS_VPC_K8S_PLUGIN_LOG_FILE":"/var/log/aws-routed-eni/plugin.log","AWS_VPC_K8S_PLUGIN_LOG_LEVEL":"DEBUG","ENABLE_POD_ENI":"false","WARM_ENI_TARGET":"1"},"init":{"env":{"DISABLE_TCP_EARLY_DEMUX":"false"}}}',
        },
    },
    {
        type: "eks:index:ManagedNodeGroup",
        name: "system",
        parent: "test-test",
        inputs: expect.objectContaining({ amiType: "BOTTLEROCKET_ARM_64", diskSize: 50, enableIMDSv2: true }),
    },
    {
        type: "eks:index:Addon",
        name: "ebs",
        parent: "prod",
        inputs: {
            addonName: "aws-ebs-csi-driver",
            addonVersion: "v1.63.1-eksbuild.1",
            cluster: expect.objectContaining({ urn: expect.stringMatching(/::eks:index:Cluster::prod$/) }),
            configurationValues: { a: 1 },
        },
    },
    {
        type: "aws:ec2/launchTemplate:LaunchTemplate",
        name: "system-launchTemplate",
        parent: "system",
        inputs: {
            blockDeviceMappings: [{ deviceName: "/dev/xvdb", ebs: { volumeSize: 50 } }],
            metadataOptions: { httpEndpoint: "enabled", httpPutResponseHopLimit: 2, httpTokens: "required" },
        },
    },
    {
        type: "aws:eks/addon:Addon",
        name: "ebs",
        parent: "ebs",
        after: ["prod-eksCluster"],
        inputs: {
            addonName: "aws-ebs-csi-driver",
            addonVersion: "v1.63.1-eksbuild.1",
            clusterName: "prod",
            configurationValues: '{"a":1}',
        },
    },
    {
        type: "aws:eks/nodeGroup:NodeGroup",
        name: "system",
        parent: "system",
        after: ["prod-eksCluster", "system-launchTemplate"],
        inputs: {
            amiType: "BOTTLEROCKET_ARM_64",
            clusterName: "prod",
            instanceTypes: ["m7g.large"],
            labels: { class: "system" },
            launchTemplate: { id: "{system-launchTemplate}", version: "1" },
            nodeRoleArn: "{node:arn}",
            scalingConfig: { desiredSize: 3, maxSize: 6, minSize: 3 },
            subnetIds: subnets,
            taints: [{ effect: "NO_SCHEDULE", key: "CriticalAddonsOnly", value: "true" }],
            version: "1.35",
        },
    },
];
