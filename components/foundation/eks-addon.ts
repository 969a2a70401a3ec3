import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Values } from "../platform/addon.ts";
import { managedPolicyArn } from "../platform/partition.ts";
import { podIdentityRole } from "../platform/pod-identity-role.ts";
import { addonVersion, type EksAddonName } from "./addon-versions.ts";

/** An add-on that EKS installs and keeps, as data. */
export interface EksAddon {
    name: EksAddonName;
    /** Add-ons of the list before it that must be there first. */
    needs?: EksAddonName[];
    /** Values by the add-on's own schema (`aws eks describe-addon-configuration`). Default: the add-on's. */
    configuration?: Values;
    /**
     * Service account, in `kube-system` or the add-on's own namespace, and the AWS managed policy of its pods. Default:
     * no AWS permissions.
     */
    identity?: { namespace?: string; serviceAccount: string; managedPolicy: string };
}

/** The cluster that add-ons are installed on. */
export interface EksAddonCluster {
    clusterName: pulumi.Input<string>;
    clusterArn: pulumi.Input<string>;
    region: string;
    kubernetesVersion: string;
}

/** Installs an add-on in exactly the version of the table. Throws for a Kubernetes version that is not in it. */
export function eksAddon(
    name: string,
    addon: EksAddon,
    { clusterName, clusterArn, region, kubernetesVersion }: EksAddonCluster,
    opts: pulumi.CustomResourceOptions,
): aws.eks.Addon {
    const { configuration, identity } = addon;
    return new aws.eks.Addon(
        `${name}-${addon.name}`,
        {
            clusterName,
            addonName: addon.name,
            addonVersion: addonVersion(kubernetesVersion, addon.name),
            ...(configuration && { configurationValues: sortedJson(configuration) }),
            ...(identity && {
                podIdentityAssociations: [
                    {
                        serviceAccount: identity.serviceAccount,
                        roleArn: podIdentityRole(
                            `${name}-${addon.name}`,
                            {
                                clusterArn,
                                namespace: identity.namespace ?? "kube-system",
                                serviceAccount: identity.serviceAccount,
                                managedPolicyArns: [managedPolicyArn(identity.managedPolicy, region)],
                            },
                            { parent: opts.parent }, // it waits for nothing
                        ),
                    },
                ],
            }),
            // This program is the one owner of the configuration, also of what somebody changed by hand.
            resolveConflictsOnCreate: "OVERWRITE",
            resolveConflictsOnUpdate: "OVERWRITE",
        },
        opts,
    );
}

/** JSON with sorted keys: the same configuration is the same text, whatever order it was written in. */
export const sortedJson = (value: Values): string =>
    JSON.stringify(value, (_, inner) =>
        inner && typeof inner === "object" && !Array.isArray(inner)
            ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
            : inner,
    );
