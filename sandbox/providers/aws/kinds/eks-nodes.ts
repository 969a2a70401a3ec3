import { integer, listOf, oneOf } from "../../checks.ts";
import type { Failure } from "../../cloud.ts";
import { asList, asRecord, isUnknown, type Values } from "../../values.ts";
import { arn, type Kinds } from "../kind.ts";
import { kubernetesVersions } from "../lookups.ts";
import { minor } from "./eks-clusters.ts";
import { instanceType } from "./launch-templates.ts";

const amiTypes = [
    ...["AL2023_x86_64_STANDARD", "AL2023_ARM_64_STANDARD", "AL2023_x86_64_NEURON", "AL2023_x86_64_NVIDIA"],
    ...["AL2023_ARM_64_NVIDIA", "BOTTLEROCKET_ARM_64", "BOTTLEROCKET_x86_64", "BOTTLEROCKET_ARM_64_FIPS"],
    ...["BOTTLEROCKET_x86_64_FIPS", "BOTTLEROCKET_ARM_64_NVIDIA", "BOTTLEROCKET_x86_64_NVIDIA", "CUSTOM"],
    ...["WINDOWS_CORE_2022_x86_64", "WINDOWS_FULL_2022_x86_64", "WINDOWS_CORE_2025_x86_64"],
];

/** Managed node groups: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
export const eksNodes: Kinds = {
    "eks.NodeGroup": {
        id: "{clusterName}:{nodeGroupName}",
        arn: "eks:{region}:{account}:nodegroup/{clusterName}/{nodeGroupName}/{uuid}",
        named: ["nodeGroupName", 63],
        immutable: [
            ...["clusterName", "amiType", "capacityType", "diskSize", "instanceTypes", "nodeRoleArn", "subnetIds"],
            ...["remoteAccess", "launchTemplate.id", "launchTemplate.name", "nodeGroupNamePrefix"],
        ],
        checks: {
            amiType: oneOf(...amiTypes),
            capacityType: oneOf("ON_DEMAND", "SPOT", "CAPACITY_BLOCK"),
            "instanceTypes[]": instanceType,
            nodeRoleArn: arn,
            version: oneOf(...kubernetesVersions),
            diskSize: integer(1, 16_384),
            "scalingConfig.minSize": integer(0, 450),
            "scalingConfig.maxSize": integer(1, 450),
            "taints[].effect": oneOf("NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"),
            subnetIds: listOf(1, 50),
        },
        relations: (inputs) => [...sizeFailures(inputs), ...machineFailures(inputs)],
        refersTo: {
            clusterName: "eks.Cluster",
            nodeRoleArn: "iam.Role",
            "subnetIds[]": "ec2.Subnet",
            "launchTemplate.id": "ec2.LaunchTemplate",
        },
        occupies: ["clusterName", "subnetIds[]"],
        refuses: ({ clusterName, version }, world) => {
            const cluster = world.find("eks.Cluster", String(clusterName));
            const ahead = minor(version) > minor(cluster?.version);
            return ahead ? `version ${version} must not be newer than the cluster's, ${cluster?.version}` : undefined;
        },
        outputs: ({ hash }) => ({ status: "ACTIVE", resources: [{ autoscalingGroups: [{ name: `eks-${hash}` }] }] }),
    },
};

function sizeFailures({ scalingConfig }: Values): Failure[] {
    const { minSize, maxSize, desiredSize } = asRecord(scalingConfig);
    if ([minSize, maxSize, desiredSize].some((size) => typeof size !== "number")) return [];
    return Number(minSize) <= Number(desiredSize) && Number(desiredSize) <= Number(maxSize)
        ? []
        : [
              {
                  property: "scalingConfig.desiredSize",
                  reason: `desiredSize ${desiredSize} must lie between minSize ${minSize} and maxSize ${maxSize}`,
              },
          ];
}

/** Graviton families have a g after the generation; EKS refuses an image of the other architecture. */
function machineFailures({ amiType, instanceTypes, launchTemplate, diskSize }: Values): Failure[] {
    const arm = /ARM_64/.test(String(amiType));
    const strangers = asList(instanceTypes).filter((type) => /^([a-z]+\d+g[a-z]*|a1)(-|\.)/.test(String(type)) !== arm);
    const known = typeof amiType === "string" && !isUnknown(amiType) && amiType !== "CUSTOM";
    return [
        ...(known && strangers.some((type) => !isUnknown(type))
            ? [{ property: "instanceTypes", reason: `${strangers.join(", ")} cannot boot the image ${amiType}` }]
            : []),
        ...(launchTemplate !== undefined && diskSize !== undefined
            ? [{ property: "diskSize", reason: "with a launch template, the disk is said there" }]
            : []),
    ];
}
