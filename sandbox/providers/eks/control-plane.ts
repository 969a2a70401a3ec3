import * as pulumi from "@pulumi/pulumi";
import { kubeconfigOf } from "./kubeconfig.ts";
import { Child } from "./resources.ts";
import type { ServiceRole } from "./service-role.ts";

/** The cluster itself. What the program does not say is left to AWS, whose defaults are weak. */
export function controlPlane(name: string, args: pulumi.Inputs, role: ServiceRole, parent: pulumi.Resource): Child {
    const serviceIpv4Cidr = args.kubernetesServiceIpAddressRange;
    return new Child(
        "aws:eks/cluster:Cluster",
        `${name}-eksCluster`,
        {
            name: args.name,
            roleArn: role.role.output("arn"),
            version: args.version,
            vpcConfig: {
                subnetIds: args.subnetIds,
                endpointPrivateAccess: args.endpointPrivateAccess,
                endpointPublicAccess: args.endpointPublicAccess,
                publicAccessCidrs: args.publicAccessCidrs,
            },
            kubernetesNetworkConfig: serviceIpv4Cidr && { ipFamily: "ipv4", serviceIpv4Cidr },
            accessConfig: {
                authenticationMode: args.authenticationMode,
                bootstrapClusterCreatorAdminPermissions: true,
            },
            bootstrapSelfManagedAddons: args.bootstrapSelfManagedAddons ?? true,
            enabledClusterLogTypes: args.enabledClusterLogTypes,
            encryptionConfig: encryptionOf(args),
            upgradePolicy: args.upgradePolicy,
            deletionProtection: args.deletionProtection,
            tags: { Name: `${name}-eksCluster` },
        },
        {
            parent,
            ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
            dependsOn: role.attached,
        },
        ["name", "arn", "version", "endpoint", "certificateAuthority", "identities", "vpcConfig"],
    );
}

export const encryptionOf = ({ encryptionConfigKeyArn: key }: pulumi.Inputs): pulumi.Output<object> | undefined =>
    key && pulumi.output(key).apply((keyArn) => ({ provider: { keyArn }, resources: ["secrets"] }));

export const kubeconfig = (cluster: Child) =>
    pulumi
        .all([
            cluster.output("name"),
            cluster.output("endpoint"),
            cluster.output("arn"),
            cluster.output<{ data: string }>("certificateAuthority"),
        ])
        .apply(([name, endpoint, arn, { data: certificate }]) =>
            kubeconfigOf({ name, endpoint, certificate, region: arn.split(":")[3] ?? "" }),
        );
