import { InputPropertyError } from "@pulumi/pulumi";
import type { KubernetesVersion } from "../platform/kubernetes-versions.ts";

/** Names of the EKS add-ons that a cluster of its own can have. */
export const eksAddonNames = [
    "vpc-cni",
    "kube-proxy",
    "coredns",
    "eks-pod-identity-agent",
    "aws-ebs-csi-driver",
    "snapshot-controller",
    "eks-node-monitoring-agent",
    "metrics-server",
    "amazon-cloudwatch-observability",
] as const;
export type EksAddonName = (typeof eksAddonNames)[number];

const everyMinor = {
    "vpc-cni": "v1.22.4-eksbuild.3",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    "aws-ebs-csi-driver": "v1.63.1-eksbuild.1",
    "snapshot-controller": "v8.6.0-eksbuild.4",
    "eks-node-monitoring-agent": "v1.6.6-eksbuild.1",
    "metrics-server": "v0.9.0-eksbuild.5",
    "amazon-cloudwatch-observability": "v6.3.0-eksbuild.1",
} as const;

/**
 * Exact add-on versions by Kubernetes minor version, as `aws eks describe-addon-versions --kubernetes-version <minor>`
 * gave them in August 2026. A table and not a look-up, so that a plan is the same on every machine and day; an upgrade
 * is a change of this file only.
 */
const addonVersions: Record<KubernetesVersion, Record<EksAddonName, string>> = {
    "1.35": { ...everyMinor, "kube-proxy": "v1.35.3-eksbuild.21", coredns: "v1.13.2-eksbuild.21" },
    "1.36": { ...everyMinor, "kube-proxy": "v1.36.0-eksbuild.21", coredns: "v1.14.3-eksbuild.16" },
};

/** Throws an `InputPropertyError` for a Kubernetes version that is not in the table. */
export function addonVersion(kubernetesVersion: string, name: EksAddonName): string {
    const versions = Object.entries(addonVersions).find(([minor]) => minor === kubernetesVersion)?.[1];
    if (versions) return versions[name];
    const known = Object.keys(addonVersions).join(", ");
    throw new InputPropertyError({
        propertyPath: "kubernetesVersion",
        reason: `EKS add-ons are pinned for ${known}, not for ${kubernetesVersion}`,
    });
}
