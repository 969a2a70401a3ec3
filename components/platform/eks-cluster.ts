import type * as aws from "@pulumi/aws";
import type { Input, Resource } from "@pulumi/pulumi";
import type { EksProfile } from "./addon.ts";

/** A cluster on EKS, and what its owner and the account around it give the platform. */
export interface EksCluster {
    profile: EksProfile;
    provider: aws.Provider;
    accountId: Input<string>;
    clusterArn: Input<string>;
    vpcId: Input<string>;
    /** Subnets of Karpenter's machines. Default: those that carry the tag `karpenter.sh/discovery`. */
    subnetIds?: Input<string>[];
    securityGroupIds: Input<string>[];
    /** Private subnets, one a zone. */
    privateSubnetIds: Input<Input<string>[]>;
    nodeRoleArn: Input<string>;
    instanceProfile: Input<string>;
    /**
     * Zonal shift is on, and the VPC has a way to its API: Karpenter asks it which zone to leave, and does not start
     * where it gets no answer.
     */
    zonalShift: boolean;
    /** Ways of the private subnets to the Internet that are the platform's. */
    natGateways: readonly NatGateway[];
    /** KMS key of volumes, buckets, topics and queues. */
    dataKeyArn: Input<string>;
    /** Tags of what controllers make in AWS. */
    tags: Record<string, string>;
}

export interface NatGateway {
    zone: string;
    id: Input<string>;
}

/** What is said to everything that keeps data. */
export const dataFacts = ({ name, profile, accountId, dataKeyArn }: EksCluster & AwsResources) => ({
    clusterName: name,
    region: profile.region,
    accountId,
    keyArn: dataKeyArn,
});

/** What the AWS resources of a part are made with. */
export interface AwsResources {
    /** Beginning of their names. */
    name: string;
    /** The component and the provider that they belong to. */
    own: { parent: Resource; provider: aws.Provider };
    /** The provider of another region. */
    awsIn(region: string): aws.Provider;
}
