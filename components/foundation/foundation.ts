import type * as aws from "@pulumi/aws";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Settings } from "../configuration/schema.ts";
import type { EksProfile, Profile } from "../platform/addon.ts";
import type { Host } from "../platform/host.ts";
import { existingCluster } from "./existing-cluster.ts";
import { ownCluster } from "./own-cluster.ts";

/** What the platform stands on, whoever made it. */
export interface Foundation {
    /** What add-ons are installed on. */
    host: Host;
    /** What their values may know of it. */
    profile: Profile;
    /** The account around it. Undefined where the cluster is not on EKS. */
    eks?: EksFoundation;
    /** URL of the Kubernetes API, where this program made it. */
    endpoint?: Output<string>;
    kubeconfig: Input<string>;
}

/** A cluster on EKS, and what its owner gives the platform. */
export interface EksFoundation {
    profile: EksProfile;
    provider: aws.Provider;
    accountId: Input<string>;
    clusterArn: Input<string>;
    vpcId: Input<string>;
    /** Subnets of Karpenter's machines. Default: those that carry the tag `karpenter.sh/discovery`. */
    subnetIds?: Input<string>[];
    securityGroupIds: Input<string>[];
    nodeRoleArn: Input<string>;
    instanceProfile: Input<string>;
    /**
     * Zonal shift is on, and the VPC has a way to its API: Karpenter asks it which zone to leave, and does not start where
     * it gets no answer.
     */
    zonalShift: boolean;
    /** KMS key of volumes, buckets, topics and queues. */
    dataKeyArn: Input<string>;
    /** Tags of what controllers make in AWS. */
    tags: Record<string, string>;
}

/** What every foundation is given. */
export interface Ground {
    settings: Settings;
    tags: Record<string, string>;
    /** The AWS provider of a region. */
    awsIn(region: string): aws.Provider;
    parent: Resource;
}

/** The cluster that the settings name, or one of its own. */
export function foundation(name: string, ground: Ground): Foundation {
    const { existing } = ground.settings.cluster;
    return existing ? existingCluster(name, existing, ground) : ownCluster(name, ground);
}
