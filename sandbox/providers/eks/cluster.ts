import * as pulumi from "@pulumi/pulumi";
import { accessEntries, accessErrors, awsAuth, usesConfigMap, usesEntries } from "./access.ts";
import { refuse, unless, unsimulated } from "./arguments.ts";
import { controlPlane, coreAddon, encryptionOf, kubeconfigs, oidcProvider } from "./control-plane.ts";
import { ask, type Child, KubernetesProvider } from "./resources.ts";
import { clusterSecurityGroup, nodeSecurityGroup } from "./security-groups.ts";
import { ServiceRole } from "./service-role.ts";
import { VpcCniAddon } from "./vpc-cni-addon.ts";

const simulated = [
    ...["name", "version", "upgradePolicy", "deletionProtection", "tags", "clusterTags", "serviceRole"],
    ...["vpcId", "subnetIds", "publicSubnetIds", "privateSubnetIds", "kubernetesServiceIpAddressRange", "ipFamily"],
    ...["endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs", "enabledClusterLogTypes"],
    ...[
        "encryptionConfigKeyArn",
        "authenticationMode",
        "accessEntries",
        "createOidcProvider",
        "providerCredentialOpts",
    ],
    ...["skipDefaultNodeGroup", "skipDefaultSecurityGroups", "clusterSecurityGroup", "clusterSecurityGroupTags"],
    ...["nodeSecurityGroupTags", "bootstrapSelfManagedAddons", "useDefaultVpcCni", "vpcCniOptions"],
    ...["corednsAddonOptions", "kubeProxyAddonOptions", "enableConfigMapMutable"],
];

/**
 * `eks:index:Cluster`, as the real component 4.3.0 makes it: the same children with the same inputs, and defaults that are
 * as weak. It hands its own arguments to the engine, as that one does (which records them from version 3.202 of the SDK
 * on that it is built with). What it takes and the sandbox does not simulate (default node group, Fargate, Auto Mode) is refused.
 */
export class Cluster extends pulumi.ComponentResource {
    readonly state: pulumi.Inputs;

    constructor(name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
        super("eks:index:Cluster", name, args, opts);
        refuse("eks.Cluster", errorsOf(args));
        const mode: string | undefined = args.authenticationMode;
        const subnetIds = subnetsOf(args);

        const role = args.serviceRole ? undefined : serviceRole(name, args.tags, this);
        const groups = !args.skipDefaultSecurityGroups;
        const group: Child | undefined =
            args.clusterSecurityGroup ??
            (groups
                ? clusterSecurityGroup(name, args.vpcId, [args.clusterSecurityGroupTags, args.tags], this)
                : undefined);
        const cluster = controlPlane(name, args, { subnetIds, role, group }, this);
        const clusterName = cluster.output("name");
        if (args.kubeProxyAddonOptions?.enabled ?? true)
            coreAddon(name, "kube-proxy", cluster, args.kubeProxyAddonOptions, args.tags, this);

        const kubeconfig = kubeconfigs(cluster, args.providerCredentialOpts);
        const kubernetes = new KubernetesProvider(
            `${name}-eks-k8s`,
            { kubeconfig: pulumi.jsonStringify(kubeconfig.own), enableConfigMapMutable: args.enableConfigMapMutable },
            { parent: this },
        );
        const entries = usesEntries(mode)
            ? accessEntries(name, clusterName, args.accessEntries ?? {}, { parent: this, dependsOn: [cluster] })
            : [];
        const access = [...entries, ...(usesConfigMap(mode) ? [awsAuth(name, this, kubernetes)] : [])];
        const vpcCni =
            args.useDefaultVpcCni === true
                ? undefined
                : new VpcCniAddon(
                      `${name}-vpc-cni`,
                      {
                          ...args.vpcCniOptions,
                          clusterName,
                          clusterVersion: cluster.output("version"),
                          tags: args.tags,
                      },
                      { parent: this, dependsOn: access, providers: { kubernetes } },
                  );
        if (args.corednsAddonOptions?.enabled === true || args.corednsAddonOptions?.configurationValues)
            coreAddon(name, "coredns", cluster, args.corednsAddonOptions, args.tags, this);
        const issuer = cluster
            .output<{ oidcs: { issuer: string }[] }[]>("identities")
            .apply((ids) => ids?.[0]?.oidcs[0]?.issuer ?? "");
        const oidc = args.createOidcProvider ? oidcProvider(name, issuer, this) : undefined;
        const nodes =
            groups && group
                ? nodeSecurityGroup(
                      name,
                      {
                          vpcId: args.vpcId,
                          clusterName,
                          clusterGroupId: group.id,
                          tags: [args.nodeSecurityGroupTags, args.tags],
                      },
                      this,
                  )
                : undefined;

        const ownGroup = cluster
            .output<{ clusterSecurityGroupId: string }>("vpcConfig")
            .apply((vpc) => vpc?.clusterSecurityGroupId);
        const core = {
            cluster,
            endpoint: cluster.output("endpoint"),
            vpcId: args.vpcId,
            subnetIds,
            publicSubnetIds: args.publicSubnetIds,
            privateSubnetIds: args.privateSubnetIds,
            clusterSecurityGroup: group,
            provider: kubernetes,
            instanceRoles: [],
            nodeGroupOptions: { nodeSecurityGroup: nodes?.group, clusterIngressRule: nodes?.ingress },
            kubeconfig: kubeconfig.shared,
            vpcCni,
            tags: args.tags,
            nodeSecurityGroupTags: args.nodeSecurityGroupTags,
            storageClasses: {},
            oidcProvider: oidc,
            encryptionConfig: encryptionOf(args),
            clusterIamRole: args.serviceRole ?? role?.role,
            accessEntries: Object.values(args.accessEntries ?? {}),
            autoModeNodeRoleName: "",
        };
        this.state = {
            core,
            kubeconfig: kubeconfig.shared,
            kubeconfigJson: pulumi.jsonStringify(kubeconfig.shared),
            eksCluster: cluster,
            instanceRoles: [],
            clusterSecurityGroup: group,
            clusterSecurityGroupId: group?.id ?? ownGroup,
            nodeSecurityGroup: nodes?.group,
            nodeSecurityGroupId: nodes?.group.id ?? ownGroup,
            eksClusterIngressRule: nodes?.ingress,
            clusterIngressRuleId: nodes?.ingress.output("securityGroupRuleId") ?? "",
            defaultNodeGroupAsgName: "",
            fargateProfileId: "",
            fargateProfileStatus: "",
            oidcProviderArn: oidc?.output("arn") ?? "",
            oidcProviderUrl: issuer,
            oidcIssuer: issuer.apply((url) => url.replace("https://", "")),
            autoModeNodeRoleName: "",
        };
        this.registerOutputs(this.state);
    }
}

function errorsOf(args: pulumi.Inputs): (pulumi.InputPropertyErrorDetails | undefined)[] {
    const { subnetIds, publicSubnetIds, privateSubnetIds, endpointPublicAccess, publicAccessCidrs } = args;
    return [
        ...unsimulated(args, simulated),
        ...accessErrors(args.authenticationMode, args.accessEntries),
        unless(args.vpcId !== undefined, "vpcId", "it is required: the sandbox has no default VPC"),
        unless(
            args.skipDefaultNodeGroup === true,
            "skipDefaultNodeGroup",
            "the sandbox does not simulate the default node group: set it true",
        ),
        unless(
            !subnetIds || (!publicSubnetIds && !privateSubnetIds),
            "subnetIds",
            "give either subnetIds, or publicSubnetIds and privateSubnetIds",
        ),
        unless(
            !publicAccessCidrs || endpointPublicAccess !== false,
            "publicAccessCidrs",
            "ranges can only be given when endpointPublicAccess is true",
        ),
    ];
}

/** The public subnets come first, as in the real component. */
const subnetsOf = ({
    subnetIds,
    publicSubnetIds = [],
    privateSubnetIds = [],
}: pulumi.Inputs): pulumi.Output<string[]> =>
    pulumi
        .all([subnetIds, publicSubnetIds, privateSubnetIds])
        .apply(([all, open, inner]): string[] => all ?? [...open, ...inner]);

function serviceRole(name: string, tags: pulumi.Inputs, parent: pulumi.Resource): ServiceRole {
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
            tags,
        },
        { parent },
    );
}
