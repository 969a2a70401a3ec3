import * as pulumi from "@pulumi/pulumi";
import { requireSimulated, type Simulated } from "./arguments.ts";
import { controlPlane, encryptionOf, kubeconfig } from "./control-plane.ts";
import { ask, KubernetesProvider } from "./resources.ts";
import { ServiceRole } from "./service-role.ts";

const simulated: Simulated = {
    any: [
        ...["name", "version", "upgradePolicy", "deletionProtection", "vpcId", "subnetIds"],
        ...["endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs", "enabledClusterLogTypes"],
        ...["kubernetesServiceIpAddressRange", "encryptionConfigKeyArn", "bootstrapSelfManagedAddons"],
    ],
    only: {
        authenticationMode: "API",
        createOidcProvider: false,
        skipDefaultNodeGroup: true,
        skipDefaultSecurityGroups: true,
        useDefaultVpcCni: true,
        corednsAddonOptions: { enabled: false },
        kubeProxyAddonOptions: { enabled: false },
    },
};

/**
 * `eks:index:Cluster`, as the real component 4.3.0 makes it for the arguments that a stack of this repository gives:
 * the same children with the same inputs, and defaults that are as weak. It hands its own arguments to the engine, as
 * that one does (which records them from version 3.202 of the SDK on that it is built with). Any other argument is
 * refused.
 */
export class Cluster extends pulumi.ComponentResource {
    readonly state: pulumi.Inputs;

    constructor(name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
        super("eks:index:Cluster", name, args, opts);
        requireSimulated("eks.Cluster", args, simulated);
        const role = serviceRole(name, this);
        const cluster = controlPlane(name, args, role, this);
        const config = kubeconfig(cluster);
        const kubeconfigJson = pulumi.jsonStringify(config);
        const provider = new KubernetesProvider(`${name}-eks-k8s`, { kubeconfig: kubeconfigJson }, { parent: this });
        const issuer = cluster
            .output<{ oidcs: { issuer: string }[] }[]>("identities")
            .apply((ids) => ids?.[0]?.oidcs[0]?.issuer ?? "");
        const securityGroupId = cluster
            .output<{ clusterSecurityGroupId: string }>("vpcConfig")
            .apply((vpc) => vpc?.clusterSecurityGroupId);
        const core = {
            cluster,
            endpoint: cluster.output("endpoint"),
            vpcId: args.vpcId,
            subnetIds: args.subnetIds,
            provider,
            instanceRoles: [],
            nodeGroupOptions: {},
            kubeconfig: config,
            storageClasses: {},
            encryptionConfig: encryptionOf(args),
            clusterIamRole: role.role,
            accessEntries: [],
            autoModeNodeRoleName: "",
        };
        this.state = {
            core,
            kubeconfig: config,
            kubeconfigJson,
            eksCluster: cluster,
            instanceRoles: [],
            clusterSecurityGroupId: securityGroupId,
            nodeSecurityGroupId: securityGroupId,
            clusterIngressRuleId: "",
            defaultNodeGroupAsgName: "",
            fargateProfileId: "",
            fargateProfileStatus: "",
            oidcProviderArn: "",
            oidcProviderUrl: issuer,
            oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
            autoModeNodeRoleName: "",
        };
        this.registerOutputs(this.state);
    }
}

function serviceRole(name: string, parent: pulumi.Resource): ServiceRole {
    const partition = ask("aws:index/getPartition:getPartition", {}, "partition", parent);
    return new ServiceRole(
        `${name}-eksRole`,
        {
            service: "eks.amazonaws.com",
            description: "Allows EKS to manage clusters on your behalf.",
            managedPolicyArns: ["AmazonEKSClusterPolicy"].map((policy) => ({
                id: `arn:aws:iam::aws:policy/${policy}`,
                arn: pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}`,
            })),
            assumeRoleActions: ["sts:AssumeRole", "sts:TagSession"],
        },
        { parent },
    );
}
