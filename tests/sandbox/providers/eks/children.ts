import { expect } from "vitest";

/**
 * What @pulumi/eks 4.3.0 registers for a cluster with a private endpoint and nothing that can be left out: written down
 * from its own registrations. What the components themselves are given is what they hand to the engine, where they are
 * built with Pulumi 3.202 or newer.
 */
export interface Child {
    type: string;
    name: string;
    parent: string;
    /** Names of the other children that it waits for. */
    after?: string[];
    /**
     * Inputs beyond names that are made up, region and `tagsAll`; texts in braces stand for ids. Default: not looked
     * at.
     */
    inputs?: Record<string, unknown>;
}

const clusterPolicy = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";

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
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        name: "prod-eksRole-4b490823",
        parent: "prod-eksRole",
        after: ["prod-eksRole-role"],
        inputs: { policyArn: clusterPolicy, role: "{prod-eksRole-role}" },
    },
    {
        type: "aws:eks/cluster:Cluster",
        name: "prod-eksCluster",
        parent: "prod",
        after: ["prod-eksRole-4b490823", "prod-eksRole-role"],
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
                subnetIds: ["{private-a}", "{private-b}", "{private-c}"],
            },
        },
    },
    { type: "pulumi:providers:kubernetes", name: "prod-eks-k8s", parent: "prod", after: ["prod-eksCluster"] },
];
