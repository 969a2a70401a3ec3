import type * as aws from "@pulumi/aws";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Profile, Taint } from "../platform/addon.ts";
import type { AwsApi } from "../platform/aws-apis.ts";
import type { EksCluster } from "../platform/eks-cluster.ts";
import type { Host } from "../platform/host.ts";
import type { Settings } from "../settings.ts";

/** What the platform stands on, whoever made it. */
export interface Foundation {
    /** What add-ons are installed on. */
    host: Host;
    /** What their values may know of it. */
    profile: Profile;
    /** The account around it. Undefined where the cluster is not on EKS. */
    eks?: EksCluster;
    /** URL of the Kubernetes API, where this program made it. */
    endpoint?: Output<string>;
    kubeconfig: Input<string>;
}

/** What every foundation is given. */
export interface FoundationArgs {
    settings: Settings;
    /** AWS APIs that the parts call. */
    awsApis: readonly AwsApi[];
    /** What the system nodes begin with, beside the taint of their own. Default: nothing. */
    startupTaint?: Taint;
    tags: Record<string, string>;
    /** The AWS provider of a region. */
    awsIn(region: string): aws.Provider;
    parent: Resource;
}

/** What a cluster elsewhere than on EKS lacks, each with the reason. */
export const lessElsewhere = {
    "storage class": "volumes are encrypted EBS volumes; here they are of the cluster's default class",
    "pod identity": "EKS gives pods their AWS permissions",
};
