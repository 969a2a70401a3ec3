import * as pulumi from "@pulumi/pulumi";
import { type Credentials, kubeconfigOf } from "./kubeconfig.ts";
import { Child, newestVersion, sortedJson } from "./resources.ts";
import type { ServiceRole } from "./service-role.ts";

interface Surroundings {
    subnetIds: pulumi.Output<string[]>;
    /** Absent where the program brings a role of its own. */
    role?: ServiceRole;
    group?: Child;
}

/** The cluster itself. What the program does not say is left to AWS, whose defaults are weak. */
export function controlPlane(name: string, args: pulumi.Inputs, around: Surroundings, parent: pulumi.Resource): Child {
    const { subnetIds, role, group } = around;
    const named = pulumi
        .all([args.clusterTags, args.tags])
        .apply((tags) => Object.assign({ Name: `${name}-eksCluster` }, ...tags));
    const services = args.kubernetesServiceIpAddressRange;
    return new Child(
        "aws:eks/cluster:Cluster",
        `${name}-eksCluster`,
        {
            name: args.name,
            roleArn: role ? role.role.output("arn") : pulumi.output(args.serviceRole).apply(({ arn }) => arn),
            version: args.version,
            vpcConfig: {
                securityGroupIds: group && [group.id],
                subnetIds,
                endpointPrivateAccess: args.endpointPrivateAccess,
                endpointPublicAccess: args.endpointPublicAccess,
                publicAccessCidrs: args.publicAccessCidrs,
            },
            kubernetesNetworkConfig:
                services || args.ipFamily
                    ? pulumi.all([services, args.ipFamily]).apply(([serviceIpv4Cidr, ipFamily = "ipv4"]) => ({
                          ipFamily,
                          ...(ipFamily === "ipv4" && { serviceIpv4Cidr }),
                      }))
                    : undefined,
            accessConfig: args.authenticationMode && {
                authenticationMode: args.authenticationMode,
                bootstrapClusterCreatorAdminPermissions: true,
            },
            bootstrapSelfManagedAddons: args.bootstrapSelfManagedAddons ?? true,
            enabledClusterLogTypes: args.enabledClusterLogTypes,
            encryptionConfig: encryptionOf(args),
            upgradePolicy: args.upgradePolicy,
            deletionProtection: args.deletionProtection,
            tags: named,
        },
        {
            parent,
            ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
            ...(role && { dependsOn: role.attached }),
        },
        ["name", "arn", "version", "endpoint", "certificateAuthority", "identities", "vpcConfig"],
    );
}

export const encryptionOf = ({ encryptionConfigKeyArn: key }: pulumi.Inputs): pulumi.Output<object> | undefined =>
    key && pulumi.output(key).apply((keyArn) => ({ provider: { keyArn }, resources: ["secrets"] }));

/** Two kubeconfigs: the component's own, which may name a profile of this machine, and one for everybody. */
export function kubeconfigs(cluster: Child, credentials: pulumi.Input<Credentials> | undefined) {
    const facts = pulumi.all([
        cluster.output("name"),
        cluster.output("endpoint"),
        cluster.output("arn"),
        cluster.output<{ data: string }>("certificateAuthority"),
        credentials,
    ]);
    const config = (withProfile: boolean) =>
        facts.apply(([name, endpoint, arn, { data: certificate }, known]) =>
            kubeconfigOf({ name, endpoint, certificate, region: arn.split(":")[3] ?? "" }, withProfile, known),
        );
    return { own: config(true), shared: config(false) };
}

/** An add-on that the component makes itself. */
export const coreAddon = (
    name: string,
    addonName: string,
    cluster: Child,
    options: pulumi.Inputs = {},
    tags: pulumi.Inputs,
    parent: pulumi.Resource,
) =>
    new Child(
        "aws:eks/addon:Addon",
        `${name}-${addonName}`,
        {
            clusterName: cluster.output("name"),
            addonName,
            addonVersion: options.version ?? newestVersion(addonName, cluster.output("version"), parent),
            preserve: true,
            resolveConflictsOnCreate: options.resolveConflictsOnCreate ?? "OVERWRITE",
            resolveConflictsOnUpdate: options.resolveConflictsOnUpdate ?? "OVERWRITE",
            configurationValues: sortedJson(options.configurationValues),
            tags,
        },
        { parent },
    );

/** Lets roles trust the cluster's service accounts. Nobody can be asked for the certificate, so its print is all zeros. */
export const oidcProvider = (name: string, issuer: pulumi.Output<string>, parent: pulumi.Resource): Child =>
    new Child(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        `${name}-oidcProvider`,
        { clientIdLists: ["sts.amazonaws.com"], url: issuer, thumbprintLists: ["0".repeat(40)] },
        { parent },
        ["arn"],
    );
