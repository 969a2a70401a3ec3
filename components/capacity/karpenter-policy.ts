import { type Input, interpolate } from "@pulumi/pulumi";
import type { EksProfile, Statement } from "../platform/addon.ts";
import { partition, serviceHost } from "../platform/partition.ts";

export interface KarpenterPolicyFacts {
    clusterArn: Input<string>;
    /** Role of the nodes, in their instance profile; the only role that Karpenter may hand on. */
    nodeRoleArn: Input<string>;
    queueArn: Input<string>;
    /** Zonal shift is on, and the VPC has a way to its API. */
    zonalShift: boolean;
    /** Machines may be bought on the spot market. */
    allowSpot: boolean;
}

/**
 * What the published policy of Karpenter 1.14 allows (its getting-started CloudFormation), limited by tags to machines
 * of this cluster; less the care for instance profiles and the price list: the node's profile is given.
 */
export function karpenterPolicy(
    { clusterName, region }: EksProfile,
    { clusterArn, nodeRoleArn, queueArn, zonalShift, allowSpot }: KarpenterPolicyFacts,
): Statement[] {
    const own = (resource: string, account = "*") => `arn:${partition(region)}:ec2:${region}:${account}:${resource}/*`;
    const owned = { [`kubernetes.io/cluster/${clusterName}`]: "owned" };
    const requested = tags("RequestTag", { ...owned, "eks:eks-cluster-name": clusterName });
    const existing = tags("ResourceTag", owned);
    const pool = (kind: "RequestTag" | "ResourceTag") => tags(kind, { "karpenter.sh/nodepool": "*" });
    const launched = ["fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request"];
    return [
        {
            Sid: "LaunchFrom",
            Effect: "Allow",
            Action: ["ec2:RunInstances", "ec2:CreateFleet"],
            Resource: [
                own("image", ""),
                own("snapshot", ""),
                own("security-group"),
                own("subnet"),
                own("capacity-reservation"),
                own("placement-group"),
            ],
        },
        {
            Sid: "LaunchFromOwnTemplates",
            Effect: "Allow",
            Action: ["ec2:RunInstances", "ec2:CreateFleet"],
            Resource: own("launch-template"),
            Condition: { StringEquals: existing, StringLike: pool("ResourceTag") },
        },
        {
            Sid: "LaunchTagged",
            Effect: "Allow",
            Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
            Resource: launched.map((resource) => own(resource)),
            Condition: { StringEquals: requested, StringLike: pool("RequestTag") },
        },
        {
            Sid: "TagOnLaunch",
            Effect: "Allow",
            Action: ["ec2:CreateTags"],
            Resource: launched.map((resource) => own(resource)),
            Condition: {
                StringEquals: {
                    ...requested,
                    "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
                },
                StringLike: pool("RequestTag"),
            },
        },
        {
            Sid: "TagOwnInstances",
            Effect: "Allow",
            Action: ["ec2:CreateTags"],
            Resource: own("instance"),
            Condition: {
                StringEquals: existing,
                StringLike: pool("ResourceTag"),
                StringEqualsIfExists: tags("RequestTag", { "eks:eks-cluster-name": clusterName }),
                "ForAllValues:StringEquals": {
                    "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"],
                },
            },
        },
        {
            Sid: "RemoveOwn",
            Effect: "Allow",
            Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
            Resource: [own("instance"), own("launch-template")],
            Condition: { StringEquals: existing, StringLike: pool("ResourceTag") },
        },
        {
            Sid: "LookUp",
            Effect: "Allow",
            Action: lookUps,
            Resource: "*",
            Condition: { StringEquals: { "aws:RequestedRegion": region } },
        },
        {
            Sid: "LookUpImages",
            Effect: "Allow",
            Action: ["ssm:GetParameter"],
            Resource: `arn:${partition(region)}:ssm:${region}::parameter/aws/service/*`,
        },
        { Sid: "FindCluster", Effect: "Allow", Action: ["eks:DescribeCluster"], Resource: clusterArn },
        {
            Sid: "HandOnNodeRole",
            Effect: "Allow",
            Action: ["iam:PassRole"],
            Resource: nodeRoleArn,
            Condition: {
                StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] },
            },
        },
        {
            Sid: "HearOfInterruptions",
            Effect: "Allow",
            Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
            Resource: queueArn,
        },
        {
            Sid: "DecryptInterruptions",
            Effect: "Allow",
            Action: ["kms:Decrypt"],
            Resource: `arn:${partition(region)}:kms:${region}:*:key/*`,
            Condition: {
                StringEquals: {
                    "kms:ViaService": serviceHost("sqs", region),
                    "kms:EncryptionContext:aws:sqs:arn": interpolate`${queueArn}`,
                },
            },
        },
        ...(zonalShift ? [askWhichZoneToLeave(clusterArn)] : []),
        ...(allowSpot ? [firstSpotRequest(region)] : []),
    ];
}

/** The action knows no resource, only this condition. */
const askWhichZoneToLeave = (clusterArn: Input<string>): Statement => ({
    Sid: "AskWhichZoneToLeave",
    Effect: "Allow",
    Action: ["arc-zonal-shift:GetManagedResource"],
    Resource: "*",
    Condition: { StringEquals: { "arc-zonal-shift:ResourceIdentifier": clusterArn } },
});

/**
 * EC2 makes its role for spot machines at the first request of an account, if whoever asks may make it; it cannot be
 * made twice, so that no program may make it beforehand.
 */
const firstSpotRequest = (region: string): Statement => ({
    Sid: "FirstSpotRequest",
    Effect: "Allow",
    Action: ["iam:CreateServiceLinkedRole"],
    Resource: `arn:${partition(region)}:iam::*:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
    Condition: { StringEquals: { "iam:AWSServiceName": "spot.amazonaws.com" } },
});

const tags = (kind: "RequestTag" | "ResourceTag", values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`aws:${kind}/${key}`, value]));

const lookUps = [
    "ec2:DescribeCapacityReservations",
    "ec2:DescribeImages",
    "ec2:DescribeInstances",
    "ec2:DescribeInstanceStatus",
    "ec2:DescribeInstanceTypeOfferings",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeLaunchTemplates",
    "ec2:DescribePlacementGroups",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSpotPriceHistory",
    "ec2:DescribeSubnets",
];
